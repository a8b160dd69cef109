import type { CouponState } from '@yaoquan/api'
import type { Coupon, Terms } from '../terms/coupon-types.ts'
import type { SeenCoupon } from './first-actor.tsx'

/** What the form of every act on a coupon needs. */
export type ActProps = Readonly<{
  coupon: Coupon
  terms: Terms | undefined
  state: CouponState
  /** The coupon as the operator saw it when the form was opened. */
  seen: SeenCoupon
  close: () => void
}>

/** How sentences name a coupon. */
export function nameOf({ couponName, couponCode }: Coupon): string {
  return couponName ?? couponCode
}
