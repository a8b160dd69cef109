import { describe, expect, test } from 'vitest'
import type { ShopOrderLine } from '#domain/orders/shop-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { draftOf } from '#testing/example-draft'
import { orderLineWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { isFullyRefunded, orderBasketOf, orderCostFen, priceOrder } from './order-basket.ts'
import { keyOfVersion, type StoredCoupon } from './stored-coupon.ts'

const line = orderLineWith({})

describe('what an order costs before coupons', () => {
  test.each<readonly [name: string, lines: readonly Partial<ShopOrderLine>[], amountFen: number | undefined]>([
    ['unit price times quantity', [{}], 1200],
    ['at least what was paid', [{ priceFen: 100 }], 1000],
    ['by the gram, rounded half up', [{ quantityMilli: 250, priceFen: 35, paidFen: 0 }], 9],
    ['the sum of lines', [{}, { quantityMilli: 1000, paidFen: 500 }], 1800],
    ['unknown where a line has no quantity', [{}, { quantityMilli: undefined }], undefined],
  ])('is %s', (_name, lines, amountFen) => {
    expect(orderCostFen({ lines: lines.map((one) => ({ ...line, ...one })) })).toBe(amountFen)
  })
})

describe('what coupons of an order are judged on', () => {
  const never = ['channel', 'level', 'tags']
  const one = { ...line, category: '1001' }

  test('is what its lines cost, by goods and category', () => {
    expect(orderBasketOf({ lines: [one] })).toMatchObject({
      lines: [{ lineNo: 1, goodsId: line.goodsId, categories: ['1001'], amountFen: 1200 }],
      unsaid: never,
    })
  })

  test('lacks categories where a line has none, and amounts where a line has no quantity', () => {
    expect(orderBasketOf({ lines: [one, line] }).unsaid).toEqual([...never, 'categories'])
    expect(orderBasketOf({ lines: [{ ...one, quantityMilli: undefined }] }).unsaid).toEqual([...never, 'amount'])
    expect(orderBasketOf({ lines: [] }).unsaid).toEqual([...never, 'goods', 'amount'])
  })
})

describe('an order is fully refunded', () => {
  test.each<readonly [paidFen: number, refunds: readonly (number | undefined)[], isRefunded: boolean]>([
    [1000, [1000], true],
    [1000, [400, 600], true],
    [1000, [400, 601], true],
    [1000, [999], false],
    [1000, [undefined], false],
    [0, [0], false],
  ])('of %i fen with refunds %j: %s', (paidFen, refunds, isRefunded) => {
    const lines = refunds.map((refundFen) => ({ ...line, refundFen }))
    expect(isFullyRefunded({ paidFen, lines })).toBe(isRefunded)
  })
})

const dear: ShopOrderLine = {
  goodsId: '1',
  category: 'A',
  quantityMilli: 1000,
  priceFen: 10_000,
  paidFen: 9_000,
  refundFen: undefined,
  insuredFen: undefined,
  drugClass: undefined,
}
const cheap: ShopOrderLine = { ...dear, goodsId: '2', category: 'B', priceFen: 5_000, paidFen: 5_000 }

/** Of a template, which takes 10 yuan off. */
function couponOf(couponCode: string, templateVersion: number | undefined = 1): StoredCoupon {
  const { terms } = draftOf({ couponCode, couponId: 'T' })
  const never = { returnCount: 0, issuedAtMs: 0, version: 1, seq: 1, sellerId: '111' }
  return { ...never, terms, state: { kind: 'unused' }, templateVersion }
}

const priced = (
  lines: readonly ShopOrderLine[],
  {
    rules = {},
    terms = {},
    coupons = [couponOf('a')],
  }: Partial<Record<'rules' | 'terms', object>> & Readonly<{ coupons?: readonly StoredCoupon[] }> = {},
) => {
  const template = templateOf({ orderAmountFen: undefined, category: undefined, ...terms })
  const versions = new Map([[keyOfVersion({ couponId: 'T', version: 1 }), template]])
  return priceOrder(versions, { lines, rules: { ...newSellerPolicy, at: undefined, ...rules } }, coupons)
}

describe('what coupons take of an order', () => {
  test.each([
    ['is split over its lines', [dear, cheap], {}, { offFen: 1000, split: '1:667,2:333' }],
    ['counts price times quantity', [{ ...cheap, quantityMilli: 500 }], {}, { offFen: 1000, split: '1:1000' }],
    ['lies on lines of its categories', [dear, cheap], { terms: { category: 'B' } }, { offFen: 1000, split: '2:1000' }],
    ['is nothing below its threshold', [cheap], { terms: { orderAmountFen: 6_000 } }, { offFen: 0, split: '' }],
    ['is not on lines that insurance paid', [{ ...dear, insuredFen: 1 }, cheap], {}, { offFen: 1000, split: '2:1000' }],
    [
      'is not on lines that a pack of rules excludes',
      [{ ...dear, drugClass: 'rx' as const }, cheap],
      { rules: { rulePacks: [{ pack: 'rx-excluded', version: 1 }] } },
      { offFen: 1000, split: '2:1000' },
    ],
  ] as const)('%s', (_name, lines, input, amounts) => {
    expect(priced(lines, input)?.get('a')).toEqual(amounts)
  })

  test.each([
    ['a line has no quantity', [dear, { ...cheap, quantityMilli: undefined }], {}],
    [
      'a line has no category, and a coupon has some',
      [dear, { ...cheap, category: undefined }],
      { terms: { category: 'A' } },
    ],
    ['only its issuer knows what a coupon is worth', [dear], { coupons: [couponOf('a'), unworthy()] }],
  ] as const)('is not known where %s', (_name, lines, input) => {
    expect(priced(lines, input)).toBeUndefined()
  })
})

function unworthy(): StoredCoupon {
  const coupon = couponOf('b', undefined)
  return { ...coupon, templateVersion: undefined, terms: { ...coupon.terms, couponAmountFen: undefined } }
}
