import type { Coupon } from '#domain/coupon/coupon'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'

/** A coupon with all that decides over the next step of its life. */
export type StoredCoupon = Coupon &
  Readonly<{
    /** Grows by one with every step; a step counts only if nobody else took one in between. */
    version: number
    issuedAtMs: number
    /** How often it came back from an order. */
    returnCount: number
    /** Version of the template it was claimed from; absent for coupons that others issued. */
    templateVersion: number | undefined
  }>

/** What steps change of it. */
export function lifecycleOf({
  state,
  terms,
  returnCount,
}: Pick<StoredCoupon, 'state' | 'terms' | 'returnCount'>): CouponLifecycle {
  return { state, endDate: terms.endDate, returnCount }
}
