import type { ReservedCode } from '#domain/templates/template-store'
import type { CouponRefusal } from './coupon-refusal.ts'

/** Why a code that no coupon has is refused: it is reserved and nobody claimed it yet, or there is none. */
export function noCoupon(couponCode: string, reserved: ReservedCode | undefined): CouponRefusal {
  return { kind: reserved === undefined ? 'coupon-not-found' : 'coupon-not-claimed', couponCode }
}
