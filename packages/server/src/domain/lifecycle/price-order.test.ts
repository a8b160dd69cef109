import { describe, expect, test } from 'vitest'
import type { ShopOrderLine } from '#domain/orders/shop-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { draftOf } from '#testing/example-draft'
import { templateOf } from '#testing/example-template'
import { priceOrder } from './order-basket.ts'
import { keyOfVersion, type StoredCoupon } from './stored-coupon.ts'

const line: ShopOrderLine = {
  goodsId: '1',
  category: 'A',
  quantityMilli: 1000,
  priceFen: 10_000,
  paidFen: 9_000,
  refundFen: undefined,
  insuredFen: undefined,
  drugClass: undefined,
}
const other: ShopOrderLine = { ...line, goodsId: '2', category: 'B', priceFen: 5_000, paidFen: 5_000 }

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
    ['is split over its lines', [line, other], {}, { offFen: 1000, split: '1:667,2:333' }],
    ['counts price times quantity', [{ ...other, quantityMilli: 500 }], {}, { offFen: 1000, split: '1:1000' }],
    ['lies on lines of its categories', [line, other], { terms: { category: 'B' } }, { offFen: 1000, split: '2:1000' }],
    ['is nothing below its threshold', [other], { terms: { orderAmountFen: 6_000 } }, { offFen: 0, split: '' }],
    ['is not on lines that insurance paid', [{ ...line, insuredFen: 1 }, other], {}, { offFen: 1000, split: '2:1000' }],
    [
      'is not on lines that a pack of rules excludes',
      [{ ...line, drugClass: 'rx' as const }, other],
      { rules: { rulePacks: [{ pack: 'rx-excluded', version: 1 }] } },
      { offFen: 1000, split: '2:1000' },
    ],
  ] as const)('%s', (_name, lines, input, amounts) => {
    expect(priced(lines, input)?.get('a')).toEqual(amounts)
  })

  test.each([
    ['a line has no quantity', [line, { ...other, quantityMilli: undefined }], {}],
    [
      'a line has no category, and a coupon has some',
      [line, { ...other, category: undefined }],
      { terms: { category: 'A' } },
    ],
    ['only its issuer knows what a coupon is worth', [line], { coupons: [couponOf('a'), unworthy()] }],
  ] as const)('is not known where %s', (_name, lines, input) => {
    expect(priced(lines, input)).toBeUndefined()
  })
})

function unworthy(): StoredCoupon {
  const coupon = couponOf('b', undefined)
  return { ...coupon, templateVersion: undefined, terms: { ...coupon.terms, couponAmountFen: undefined } }
}
