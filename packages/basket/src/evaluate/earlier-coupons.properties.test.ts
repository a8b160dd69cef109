import fc from 'fast-check'
import { expect, test } from 'vitest'
import { questions, smallAmounts } from '../testing/arbitraries.ts'
import { basketOf, off } from '../testing/examples.ts'
import { type EarlierCoupon, takenByLine } from './earlier-coupons.ts'
import { evaluateBasket } from './evaluate-basket.ts'
import { priceCoupons } from './price-coupons.ts'

test('beside coupons that are on the order, the best combination is the most that any coupons take, and costs the same', () => {
  const question = questions({ maxLines: 4, maxCoupons: 6, amountsFen: smallAmounts })
  fc.assert(
    fc.property(question, fc.integer({ min: 0, max: 63 }), ({ basket, coupons, policy }, onOrder) => {
      const reducing = coupons.filter(({ offer }) => offer.kind !== 'gift')
      const [on, rest] = [
        reducing.filter((_, at) => chosen(onOrder, at)),
        reducing.filter((_, at) => !chosen(onOrder, at)),
      ]
      const before = priceCoupons(basket, { coupons: on }, policy)
      fc.pre(before.kind === 'priced')
      if (before.kind !== 'priced') return
      const earlier = on.map((coupon): EarlierCoupon => {
        const byLine = before.combination.lines.flatMap(({ lineNo, byCoupon }) =>
          byCoupon.filter(({ code }) => code === coupon.code).map(({ fen }) => ({ lineNo, fen })),
        )
        return { ...coupon, byLine, offFen: byLine.reduce((sum, { fen }) => sum + fen, 0) }
      })
      const { best } = evaluateBasket(basket, rest, policy, earlier)
      let mostFen = 0
      for (let subset = 1; subset < 1 << rest.length; subset += 1) {
        const together = rest.filter((_, at) => chosen(subset, at))
        const priced = priceCoupons(basket, { coupons: together, earlier }, policy)
        if (priced.kind === 'priced') mostFen = Math.max(mostFen, priced.combination.offFen)
      }
      expect(best.offFen).toBe(mostFen)
      const ofBest = rest.filter(({ code }) => best.codes.includes(code))
      expect(priceCoupons(basket, { coupons: ofBest, earlier }, policy)).toMatchObject({
        kind: 'priced',
        combination: { offFen: best.offFen, payFen: best.payFen, lines: best.lines },
      })
    }),
    { numRuns: Number(process.env['BASKET_RUNS'] ?? 300) },
  )
})

function chosen(mask: number, at: number): boolean {
  return ((mask >> at) & 1) === 1
}

test.each([
  ['all of a line is what they took of it', 10_000, [[1, 10_000]]],
  [
    'a fen more than a line costs is spread over all lines',
    10_001,
    [
      [1, 5_001],
      [2, 5_000],
    ],
  ],
] as const)('of what earlier coupons took, %s', (_what, offFen, taken) => {
  const earlier = { ...off('a', [0, 100]), offFen, byLine: [{ lineNo: 1, fen: offFen }] }
  expect([...takenByLine(basketOf(100, 100), [earlier])]).toEqual(taken)
})
