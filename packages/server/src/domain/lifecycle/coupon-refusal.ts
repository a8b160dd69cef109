import type { Reason } from '@yaoquan/basket'
import type { ReservedCode } from '#domain/templates/template-store'

/** Why a coupon is not used for an order, and which one. */
export type CouponRefusal = Readonly<{ couponCode: string }> &
  (
    | Readonly<{ kind: 'coupon-not-found' }>
    /** The code is reserved for the member who claims it. */
    | Readonly<{ kind: 'coupon-not-claimed' }>
    | NotUsable
    /** The till reports a use before the coupon's issue, or during another use. */
    | Readonly<{ kind: 'redeemed-too-early'; fromMs: number }>
  )

/** The basket engine, the only judge of coupons, is against its use. `orderId` is the order that it is refused to. */
export type NotUsable = Readonly<{ kind: 'not-usable'; reason: Reason; orderId?: string | undefined }>

/** Why a redemption or its return is refused, apart from the coupon's own reasons. */
export type RedemptionRefusal = Readonly<{
  kind:
    | 'redeemed-at-not-allowed'
    | 'redemption-not-found'
    | 'return-not-allowed'
    | 'quote-stale'
    /** The till named no coupon, and its quote has none in its best combination. */
    | 'quote-without-coupons'
}>

/** A call that must name a shop of the seller's list names another one. */
export type ShopUnknown = Readonly<{ kind: 'shop-unknown'; shop: string }>

/** What is kept of a refusal: the code of the reason, or the kind. */
export function problemOf(refusal: Readonly<{ kind: string; reason?: Reason }>): string {
  return refusal.reason?.code ?? refusal.kind
}

/** Why a code that no coupon has is refused: it is reserved and nobody claimed it yet, or there is none. */
export function noCoupon(couponCode: string, reserved: ReservedCode | undefined): CouponRefusal {
  return { kind: reserved === undefined ? 'coupon-not-found' : 'coupon-not-claimed', couponCode }
}
