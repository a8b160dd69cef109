import type { Reason, UnusableReason } from '../model/reason.ts'

/**
 * The reasons against a coupon in the order in which they are given (docs/reference/decisions.md, "Order of reasons"): its state, its terms
 * and the goods; then what other coupons on the order are in the way; last that nothing is left to take, which depends on both.
 * @param own as `judgeCoupon` finds them
 * @param beside what others have against it
 */
export function orderOfReasons(own: readonly UnusableReason[], beside: readonly Reason[]): readonly Reason[] {
  const ofCoupon = own.filter(({ code }) => code !== 'NO_EFFECT')
  return ofCoupon.length > 0 ? ofCoupon : [...beside, ...own]
}
