import type { DateText } from '#domain/dates'

/** Why an order cannot have a coupon now; it names the winner or what is missing. */
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
    /** `besideCode`: the coupon on the order that stands alone, where it is not this one. */
    | Readonly<{ kind: 'not-stackable'; besideCode: string | undefined; orderId: string }>
    /** What earlier coupons take off is all that the order comes to. */
    | Readonly<{ kind: 'order-covered'; orderId: string; coveredFen: number }>
    /** The till says that it used the coupon before it was issued, or while another use stood. */
    | Readonly<{ kind: 'redeemed-too-early'; fromMs: number }>
  )

/** Why a redemption or its return is refused, besides what is the coupon's. */
export type RedemptionRefusal = Readonly<{
  kind: 'redeemed-at-not-allowed' | 'redemption-not-found' | 'return-not-allowed'
}>
