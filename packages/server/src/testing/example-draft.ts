import type { CouponTerms, IssuedState } from '#domain/coupon/coupon'
import type { CouponDraft } from '#domain/coupon/coupon-store'

/** A draft for checks and tests: the coupon of the documentation page, with the given terms instead. */
export function draftOf(terms: Partial<CouponTerms> = {}, state: IssuedState = { kind: 'unused' }): CouponDraft {
  return { terms: { ...pageCoupon, ...terms }, state }
}

/** Terms of a coupon that may be used on any order, at any time, in any shop. */
export const unlimited = {
  ...{ startDate: undefined, endDate: undefined, billDate: undefined },
  ...{ shop: undefined, category: undefined, orderAmountFen: undefined },
} as const

const pageCoupon: CouponTerms = {
  couponCode: '111aaa',
  couponId: '11',
  couponName: '满199减99',
  channel: 'erp',
  phone: '18612255668',
  cardNo: '1231321111',
  couponAmountFen: 9_900,
  orderAmountFen: 19_900,
  startDate: '2018-11-11',
  endDate: '2018-11-11',
  billDate: '2018-11-11',
  description: '全场通用',
  shop: '01,02',
  category: '1001,10012',
  attribute: '{ "firstName":"Bill" , "lastName":"Gates" }',
}
