import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BasketCoupon } from '../model/coupon.ts'
import { defaultPolicy } from '../model/policy.ts'
import { questions, smallAmounts } from '../testing/arbitraries.ts'
import { basketOf, couponOf, off } from '../testing/examples.ts'
import type { EarlierCoupon } from './earlier-coupons.ts'
import { priceCoupons, priceOnOrder } from './price-coupons.ts'

const policy = { ...defaultPolicy, maxPerOrder: 2 }

test('refuses each coupon that is in the way, with its reasons', () => {
  const coupons = [
    off('short', [500, 1]),
    off('a', [0, 10], { group: 'g' }),
    off('b', [0, 9], { group: 'g' }),
    off('alone', [0, 8], { isAlone: true }),
  ]
  expect(priceCoupons(basketOf(100), { coupons }, policy)).toMatchObject({
    kind: 'refused',
    refusals: [
      { couponCode: 'short', reasons: [{ code: 'SHORT' }] },
      { couponCode: 'a', reasons: [{ code: 'ALONE' }, { code: 'GROUP', besideCode: 'b' }] },
      { couponCode: 'b', reasons: [{ code: 'ALONE' }, { code: 'GROUP', besideCode: 'a' }] },
      { couponCode: 'alone', reasons: [{ code: 'ALONE' }, { code: 'MAX_PER_ORDER', max: 2 }] },
    ],
  })
})

test('names the same coupons in the way, in whatever order they come', () => {
  const inGroup = ['a', 'b', 'c'].map((code) => off(code, [0, 10], { group: 'g' }))
  const alone = ['x', 'y', 'z'].map((code) => off(code, [0, 9], { isAlone: true }))
  for (const coupons of [[...inGroup, ...alone], [...alone, ...inGroup].toReversed()]) {
    const priced = priceCoupons(basketOf(100), { coupons }, { ...policy, maxPerOrder: 9 })
    const refusals = priced.kind === 'refused' ? priced.refusals : []
    expect(refusals.find(({ couponCode }) => couponCode === 'b')?.reasons.slice(0, 2)).toMatchObject([
      { code: 'ALONE', aloneCode: 'x' },
      { code: 'GROUP', besideCode: 'a' },
    ])
  }
})

test('refuses what is beyond the places on an order, in the order of application', () => {
  const coupons = [off('c', [0, 1]), off('b', [0, 2]), off('a', [0, 3])]
  expect(priceCoupons(basketOf(100), { coupons }, policy)).toEqual({
    kind: 'refused',
    refusals: [{ couponCode: 'c', reasons: [{ code: 'MAX_PER_ORDER', max: 2 }] }],
  })
})

test('refuses a coupon that finds nothing left to take', () => {
  expect(priceCoupons(basketOf(12), { coupons: [off('50', [0, 50]), off('12', [0, 12])] }, policy)).toEqual({
    kind: 'refused',
    refusals: [{ couponCode: '12', reasons: [{ code: 'NO_EFFECT', takenFen: 1_200 }] }],
  })
})

test('prices a basket without coupons, and gifts beside full places', () => {
  expect(priceCoupons(basketOf(12), { coupons: [] }, policy)).toMatchObject({
    kind: 'priced',
    combination: { payFen: 1_200 },
  })
  const gift = couponOf('g', { kind: 'gift', amountFen: 990 })
  expect(priceCoupons(basketOf(12), { coupons: [gift, off('a', [0, 1]), off('b', [0, 2])] }, policy)).toMatchObject({
    kind: 'priced',
    combination: { codes: ['b', 'a'], payFen: 900 },
    gifts: [{ code: 'g', valueFen: 990 }],
  })
})

const sold = (coupon: BasketCoupon, ...byLine: EarlierCoupon['byLine']): EarlierCoupon => ({
  ...coupon,
  offFen: byLine.reduce((sum, { fen }) => sum + fen, 0),
  byLine,
})

test('takes what earlier coupons left of the lines, with thresholds on what the lines cost at first', () => {
  const earlier = [sold(off('first', [0, 30]), { lineNo: 1, fen: 3_000 })]
  expect(priceCoupons(basketOf(100), { coupons: [off('b', [100, 80])], earlier }, policy)).toMatchObject({
    kind: 'priced',
    combination: { codes: ['b'], offFen: 7_000, payFen: 0, lines: [{ paidFen: 0 }] },
  })
  const remaining = { ...policy, thresholdBase: 'remaining' } as const
  expect(priceCoupons(basketOf(100), { coupons: [off('b', [100, 80])], earlier }, remaining)).toMatchObject({
    kind: 'refused',
    refusals: [{ couponCode: 'b', reasons: [{ code: 'NO_EFFECT' }] }],
  })
})

test('counts earlier coupons for places, groups and standing alone, and refuses what finds nothing left', () => {
  const all = sold(off('all', [0, 100], { group: 'g' }), { lineNo: 1, fen: 10_000 })
  const price = (coupon: BasketCoupon, earlier: readonly EarlierCoupon[]) =>
    priceCoupons(basketOf(100), { coupons: [coupon], earlier }, policy)
  const refusal = (coupon: BasketCoupon, earlier: readonly EarlierCoupon[]) => {
    const priced = price(coupon, earlier)
    return priced.kind === 'refused' ? priced.refusals[0]?.reasons[0].code : undefined
  }
  expect(refusal(off('b', [0, 1]), [all])).toBe('NO_EFFECT')
  expect(refusal(off('b', [0, 1], { group: 'g' }), [all])).toBe('GROUP')
  expect(refusal(off('b', [0, 1], { isAlone: true }), [all])).toBe('ALONE')
  const one = sold(off('one', [0, 1]), { lineNo: 1, fen: 100 })
  const two = sold(off('two', [0, 1]), { lineNo: 1, fen: 100 })
  expect(refusal(off('b', [0, 1]), [one, two])).toBe('MAX_PER_ORDER')
  expect(price(off('b', [0, 1]), [one])).toMatchObject({
    kind: 'priced',
    combination: { offFen: 100, payFen: 9_800 },
  })
})

test('spreads what earlier coupons took where their lines are not those of this call', () => {
  const basket = basketOf(10, 90)
  const all = off('b', [0, 100])
  const left = { kind: 'priced', combination: { offFen: 5_000, payFen: 0 } }
  const unknown = { ...off('a', [0, 50]), offFen: 5_000, byLine: [] }
  for (const earlier of [
    unknown,
    sold(off('a', [0, 50]), { lineNo: 7, fen: 5_000 }),
    sold(off('a', [0, 50]), { lineNo: 1, fen: 5_000 }),
  ]) {
    expect(priceCoupons(basket, { coupons: [all], earlier: [earlier] }, policy)).toMatchObject(left)
  }
  const more = { ...unknown, offFen: 20_000 }
  expect(priceCoupons(basket, { coupons: [all], earlier: [more] }, policy)).toMatchObject({
    kind: 'refused',
    refusals: [{ reasons: [{ code: 'NO_EFFECT' }] }],
  })
})

describe('on an order', () => {
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
})

function byCode(left: Readonly<{ code: string }>, right: Readonly<{ code: string }>): number {
  return left.code < right.code ? -1 : 1
}
