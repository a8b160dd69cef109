import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitFen } from '../coupons/apply-coupons.ts'
import { bruteSplit } from '../testing/brute-force.ts'

test.each([
  { fen: 3, weights: [0, 100, 100], shares: [0, 2, 1], why: 'a free line gets nothing and no fen is lost' },
  { fen: 1, weights: [100, 100, 100], shares: [1, 0, 0], why: 'equal remainders: the earlier line' },
  { fen: 2, weights: [1, 3], shares: [0, 2], why: 'equal remainders: the larger weight' },
  { fen: 5_000, weights: [10_000, 30_000], shares: [1_250, 3_750], why: 'no line eats it all' },
  { fen: 200, weights: [100, 100], shares: [100, 100], why: 'all of it' },
  { fen: 0, weights: [100, 0], shares: [0, 0], why: 'nothing' },
  { fen: 0, weights: [], shares: [], why: 'no lines' },
])('splits $fen over $weights: $why', ({ fen, weights, shares }) => {
  expect(splitFen(fen, weights)).toEqual(shares)
})

const small = fc.integer({ min: 0, max: 20 })
const large = fc.integer({ min: 0, max: 100_000_000_000 })

test.each([
  { name: 'small', amounts: small },
  { name: 'beyond 2^53 in the product', amounts: large },
])('equals the split with BigInt, sums up and exceeds no weight: $name amounts', ({ amounts }) => {
  const splits = fc.array(amounts, { minLength: 1, maxLength: 8 }).chain((weights) =>
    fc.record({
      weights: fc.constant(weights),
      fen: fc.integer({ min: 0, max: weights.reduce((a, b) => a + b, 0) }),
    }),
  )
  fc.assert(
    fc.property(splits, ({ fen, weights }) => {
      const shares = splitFen(fen, weights)
      const expected = bruteSplit(BigInt(fen), new Map(weights.map((weight, index) => [index, BigInt(weight)])))
      expect(shares).toEqual([...expected.values()].map(Number))
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(fen)
      expect(shares.every((share, index) => share <= (weights[index] ?? 0))).toBe(true)
    }),
  )
})
