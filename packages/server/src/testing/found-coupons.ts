import type { CouponTerms } from '#domain/coupon/coupon'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { unlimited } from './example-draft.ts'
import { storedCouponOf } from './example-stored-coupon.ts'

/** What acts read of coupons by their codes. */
export function couponsByCode(...coupons: readonly StoredCoupon[]): ReadonlyMap<string, StoredCoupon> {
  return new Map(coupons.map((coupon) => [coupon.terms.couponCode, coupon]))
}

/** What acts read of coupons by their numbers. */
export function couponsBySeq(...coupons: readonly StoredCoupon[]): ReadonlyMap<number, StoredCoupon> {
  return new Map(coupons.map((coupon) => [coupon.seq, coupon]))
}

/** A coupon of 10 yuan, unused and without limits, with a number and a code of its own. */
export function numberedCoupon(
  seq: number,
  state: StoredCoupon['state'] = { kind: 'unused' },
  terms: Partial<CouponTerms> = {},
): StoredCoupon {
  const own = { ...unlimited, couponCode: `c${seq}`, couponAmountFen: 1000, ...terms }
  return { ...storedCouponOf(state, own), seq }
}
