import { describe, expect, test } from 'vitest'
import type { BasketCoupon, OfferTerms } from '../model/coupon.ts'
import { defaultPolicy } from '../model/policy.ts'
import { basketOf, couponOf, fen, inCategories, off, percent } from '../testing/examples.ts'
import { returned, saleOf } from '../testing/sales.ts'
import { refundReturn } from './refund-return.ts'

const recompute: Pick<OfferTerms, 'returns'> = { returns: { split: 'recompute', coupon: 'same_code' } }

/** Refunds in yuan of returns one after the other. */
function refundsOf(sale: ReturnType<typeof saleOf>, ...requests: readonly (readonly (readonly [number, number])[])[]) {
  let current = sale
  return requests.map((lines) => {
    const step = returned(current, {
      lines: lines.map(([lineNo, units]) => ({ lineNo, quantityMilli: units * 1_000 })),
    })
    current = step.sale
    return step.refund.refundFen / 100
  })
}

describe('cases', () => {
  test('15. three units of 66.50 with 99 off from 199 cost 33.50 each', () => {
    const sale = saleOf(basketOf({ yuan: 199.5, quantityMilli: 3_000 }), [off('c', [199, 99])])
    expect(refundsOf(sale, [[1, 1]], [[1, 1]], [[1, 1]])).toEqual([33.5, 33.5, 33.5])
  })

  test('16. three units of 100.00 in all with 10 off, one by one', () => {
    const sale = saleOf(basketOf({ yuan: 100, quantityMilli: 3_000 }), [off('c', [0, 10])])
    expect(refundsOf(sale, [[1, 1]], [[1, 1]], [[1, 1]])).toEqual([30, 30, 30])
  })

  test('17. 150 and 50 with 99 off from 199; the 50 comes back, then the rest', () => {
    const basket = basketOf(150, 50)
    expect(refundsOf(saleOf(basket, [off('c', [199, 99])]), [[2, 1]], [[1, 1]])).toEqual([25.25, 75.75])
    expect(refundsOf(saleOf(basket, [off('c', [199, 99], recompute)]), [[2, 1]], [[1, 1]])).toEqual([0, 101])
  })

  test.each([
    { split: 'keep' as const, refund: 225, left: 45 },
    { split: 'recompute' as const, refund: 220, left: 50 },
  ])('18. six of 50 with 10 % off from 300; five come back: $split refunds $refund', ({ split, refund, left }) => {
    const coupon = percent('c', 90, { thresholdFen: fen(300), returns: { split, coupon: 'same_code' } })
    const sale = saleOf(basketOf({ yuan: 300, quantityMilli: 6_000 }), [coupon])
    expect(refundsOf(sale, [[1, 5]], [[1, 1]])).toEqual([refund, left])
  })

  test('19. 1,234.5 g at 0.35 a gram with 10 off; 234.5 g come back', () => {
    const sale = saleOf(basketOf({ yuan: 432.08, quantityMilli: 1_234_500 }), [off('c', [0, 10])])
    expect(refundsOf(sale, [[1, 234.5]], [[1, 1_000]])).toEqual([80.18, 341.9])
  })

  test('22. a line that only one of two coupons reduced: the other stays as it is', () => {
    const basket = basketOf({ yuan: 100, categories: ['A'] }, { yuan: 100, categories: ['B'] })
    const sale = saleOf(basket, [off('a', [0, 30], inCategories('A')), off('b', [0, 20], inCategories('B'))])
    const { refund } = returned(sale, { lines: [{ lineNo: 2, quantityMilli: 1_000 }] })
    expect(refund).toEqual({
      refundFen: fen(80),
      refundedFen: fen(80),
      giftsKept: [],
      heldBackFen: 0,
      lines: [{ lineNo: 2, quantityMilli: 1_000, refundFen: fen(80) }],
      coupons: [{ code: 'b', takenBackFen: fen(20), outcome: 'usable_again' }],
    })
  })
})

describe('what went wrong elsewhere', () => {
  test('two lines of 1.00 never refund 1.04', () => {
    const sale = saleOf(basketOf(1, 1), [off('c', [0, 0.97])])
    expect(refundsOf(sale, [[1, 1]], [[2, 1]])).toEqual([0.51, 0.52])
  })

  test('an order of 179.25 never refunds 179.26', () => {
    const sale = saleOf(basketOf({ yuan: 99.75, quantityMilli: 3_000 }, { yuan: 99.5, quantityMilli: 7_000 }), [
      off('c', [0, 20]),
    ])
    const refunds = refundsOf(
      sale,
      [[1, 1]],
      [[2, 3]],
      [
        [1, 2],
        [2, 4],
      ],
    )
    expect(Math.round(refunds.reduce((sum, yuan) => sum + yuan, 0) * 100)).toBe(fen(179.25))
  })

  test('a line comes back at what was paid for it, and not at its list price', () => {
    expect(refundsOf(saleOf(basketOf(100, 100), [off('c', [0, 50])]), [[1, 1]])).toEqual([75])
  })

  test('of stacked coupons a part can come back', () => {
    const sale = saleOf(basketOf(100, 100), [off('a', [0, 20]), off('b', [0, 10])])
    const { refund } = returned(sale, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] })
    expect(refund.coupons).toEqual([
      { code: 'a', takenBackFen: 1_000, outcome: 'used' },
      { code: 'b', takenBackFen: 500, outcome: 'used' },
    ])
  })
})

describe('coupons', () => {
  const twoLines = basketOf(100, 100)
  const all = { lines: undefined }

  test('stay used until nothing that they reduced is left, and then return as their terms say', () => {
    const none = { returns: { split: 'keep' as const, coupon: 'none' as const } }
    const sale = saleOf(twoLines, [off('a', [0, 20]), off('b', [0, 10], none)])
    const first = returned(sale, { lines: [{ lineNo: 1, quantityMilli: 500 }] })
    expect(first.refund.coupons.map(({ outcome }) => outcome)).toEqual(['used', 'used'])
    expect(returned(first.sale, all).refund.coupons).toEqual([
      { code: 'a', takenBackFen: 1_500, outcome: 'usable_again' },
      { code: 'b', takenBackFen: 750, outcome: 'not_usable_again' },
    ])
  })

  test('that recompute state what what stays does not get any more', () => {
    const sale = saleOf(twoLines, [off('c', [200, 50], recompute)])
    const { refund } = returned(sale, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] })
    expect(refund).toMatchObject({ refundFen: fen(50), coupons: [{ takenBackFen: fen(50), outcome: 'used' }] })
  })

  test('one that recomputes makes the whole order recompute', () => {
    const sale = saleOf(twoLines, [off('a', [200, 50], recompute), off('b', [200, 20])])
    expect(returned(sale, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] }).refund.refundFen).toBe(fen(30))
  })

  test('the part that insurance paid is not refunded', () => {
    const basket = basketOf({ yuan: 100, insuredFen: fen(70) }, 100)
    const sale = saleOf(basket, [off('c', [0, 26])], { ...defaultPolicy, insured: 'exclude_amount' })
    expect(returned(sale, { lines: [{ lineNo: 1, quantityMilli: 1_000 }] }).refund.refundFen).toBe(fen(24))
    expect(returned(sale, all).refund.refundFen).toBe(fen(104))
  })
})

describe('gifts', () => {
  const gift = (split: 'keep' | 'recompute'): BasketCoupon =>
    couponOf('g', { kind: 'gift', amountFen: 990 }, { thresholdFen: fen(150), returns: { split, coupon: 'same_code' } })
  const firstLine = { lines: [{ lineNo: 1, quantityMilli: 1_000 }] }

  test('that recompute are held back once their threshold is not reached any more', () => {
    const { refund } = returned(saleOf(basketOf(100, 100), [gift('recompute')]), firstLine)
    expect(refund).toMatchObject({ refundFen: fen(90.1), heldBackFen: 990, giftsKept: [{ code: 'g', valueFen: 990 }] })
    expect(refund).toMatchObject({ lines: [{ refundFen: fen(90.1) }], coupons: [] })
    const reached = returned(saleOf(basketOf(100, 150), [gift('recompute')]), firstLine)
    expect(reached.refund).toMatchObject({ refundFen: fen(100), heldBackFen: 0, giftsKept: [] })
  })

  test('that keep are held back once nothing of their scope is left', () => {
    const first = returned(saleOf(basketOf(100, 100), [gift('keep')]), firstLine)
    expect(first.refund).toMatchObject({ refundFen: fen(100), giftsKept: [] })
    expect(returned(first.sale, {}).refund).toMatchObject({ refundFen: fen(90.1), heldBackFen: 990 })
  })

  test('that are handed in are not held back, also later', () => {
    const sale = saleOf(basketOf(100, 100), [gift('recompute')])
    expect(returned(sale, { ...firstLine, giftsBack: ['g'] }).refund).toMatchObject({
      refundFen: fen(100),
      heldBackFen: 0,
      giftsKept: [],
      coupons: [{ code: 'g', takenBackFen: 0, outcome: 'usable_again' }],
    })
    const kept = returned(sale, firstLine)
    expect(returned(kept.sale, { lines: [], giftsBack: ['g'] }).refund).toMatchObject({
      refundFen: 990,
      refundedFen: fen(100),
      lines: [],
      coupons: [{ code: 'g', outcome: 'usable_again' }],
    })
  })

  test('of more value than the refund leave nothing to refund', () => {
    const { refund } = returned(saleOf(basketOf(5, 145.5), [gift('recompute')]), firstLine)
    expect(refund).toMatchObject({ refundFen: 0, heldBackFen: fen(5) })
  })
})

describe('refuses', () => {
  const sale = { ...saleOf(basketOf({ yuan: 100, quantityMilli: 3_000 }), []) }
  const after = returned(sale, { lines: [{ lineNo: 1, quantityMilli: 2_000 }] }).sale

  test.each([
    { lines: [{ lineNo: 7, quantityMilli: 1_000 }], field: 'lines[0].lineNo', rule: { kind: 'known-line' } },
    {
      lines: [{ lineNo: 1, quantityMilli: 0 }],
      field: 'lines[0].quantityMilli',
      rule: { kind: 'whole-number', min: 1 },
    },
    { lines: [{ lineNo: 1, quantityMilli: 0.5 }], field: 'lines[0].quantityMilli', rule: { kind: 'whole-number' } },
    {
      lines: [{ lineNo: 1, quantityMilli: 1_001 }],
      field: 'lines[0].quantityMilli',
      rule: { kind: 'at-most', otherValue: 1_000 },
    },
    {
      lines: [
        { lineNo: 1, quantityMilli: 1 },
        { lineNo: 1, quantityMilli: 1 },
      ],
      field: 'lines[1].lineNo',
      rule: { kind: 'unique' },
    },
  ])('$lines: $rule.kind', ({ lines, field, rule }) => {
    expect(refundReturn(after, { lines })).toMatchObject({ kind: 'refused', fault: { field, rule } })
  })

  test('nothing when everything is back already', () => {
    const { sale: empty } = returned(after, {})
    expect(returned(empty, {}).refund).toMatchObject({ refundFen: 0, refundedFen: fen(100), lines: [], coupons: [] })
  })
})
