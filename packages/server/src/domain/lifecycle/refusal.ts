import type { Reason } from '@yaoquan/basket'
import type { DateText } from '#domain/dates'

/** Why an order cannot use a coupon now; it names the winner or what is missing. */
export type Refusal =
  /** Without an order it was used before this CRM knew it. */
  | Readonly<{ kind: 'already-used'; orderId: string | undefined; atMs: number | undefined }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>
  | Readonly<{ kind: 'void' }>
  | Readonly<{ kind: 'expired'; endDate: DateText }>
  | Readonly<{ kind: 'not-started'; startDate: DateText }>
  | Readonly<{ kind: 'shop-not-allowed'; shop: string }>
  | Readonly<{ kind: 'category-not-allowed'; category: string }>
  | Readonly<{ kind: 'amount-too-low'; missingFen: number }>

/** The same, naming the coupon. */
export type CouponRefusal = Readonly<{ couponCode: string }> &
  (
    | Refusal
    | Readonly<{ kind: 'coupon-not-found' }>
    /** The code is reserved for the member who claims it. */
    | Readonly<{ kind: 'coupon-not-claimed' }>
    /** `besideCode`: the coupon on the order that is not stackable, if it is not this one. */
    | Readonly<{ kind: 'not-stackable'; besideCode: string | undefined; orderId: string }>
    /** The reductions of earlier coupons cover the order. */
    | Readonly<{ kind: 'order-covered'; orderId: string; coveredFen: number }>
    /** The basket engine refuses it on the order. */
    | Readonly<{ kind: 'not-fitting'; reason: Reason; orderId: string }>
    /** The till reports a use before the coupon's issue, or during another use. */
    | Readonly<{ kind: 'redeemed-too-early'; fromMs: number }>
  )

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
