import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPolicy } from '../model/policy.ts'
import { questions, smallAmounts } from '../testing/arbitraries.ts'
import { basketOf, off } from '../testing/examples.ts'
import { priceCoupons, priceOnOrder } from './price-coupons.ts'

test('takes what the coupons take where they are usable together', () => {
  const requested = questions({ maxLines: 4, maxCoupons: 3, amountsFen: smallAmounts })
  fc.assert(
    fc.property(requested, ({ basket, coupons, policy }) => {
      const priced = priceCoupons(basket, { coupons }, policy)
      if (priced.kind === 'refused') return
      const shares = priceOnOrder(basket.lines, coupons, policy)
      for (const { lineNo, byCoupon } of priced.combination.lines) {
        const own = [...shares].flatMap(([code, byLine]) =>
          byLine.filter((share) => share.lineNo === lineNo).map(({ fen }) => ({ code, fen })),
        )
        expect(own.toSorted(byCode)).toEqual(byCoupon.toSorted(byCode))
      }
    }),
    { numRuns: 500 },
  )
})

function byCode(left: Readonly<{ code: string }>, right: Readonly<{ code: string }>): number {
  return left.code < right.code ? -1 : 1
}

test('does not depend on the order of coupons and lines, and no line gives more than it costs', () => {
  const requested = questions({ maxLines: 4, maxCoupons: 5, amountsFen: smallAmounts })
  fc.assert(
    fc.property(requested, ({ basket: { lines }, coupons, policy }) => {
      const shares = priceOnOrder(lines, coupons, policy)
      expect(new Set(shares.keys())).toEqual(new Set(coupons.map(({ code }) => code)))
      const turned = priceOnOrder(lines.toReversed(), coupons.toReversed(), policy)
      for (const { code } of coupons) expect(turned.get(code)).toEqual(shares.get(code))
      const all = [...shares.values()].flat()
      for (const { lineNo, amountFen, insuredFen = 0 } of lines) {
        const taken = all.filter((share) => share.lineNo === lineNo).reduce((sum, { fen }) => sum + fen, 0)
        expect(taken).toBeLessThanOrEqual(amountFen - insuredFen)
      }
    }),
    { numRuns: 500 },
  )
})

test('a coupon takes nothing below its threshold, beside others that do', () => {
  const shares = priceOnOrder(basketOf(40).lines, [off('a', [0, 10]), off('b', [50, 5])], defaultPolicy)
  expect(Object.fromEntries(shares)).toEqual({ a: [{ lineNo: 1, fen: 1000 }], b: [] })
})
