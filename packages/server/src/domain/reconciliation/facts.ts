import type { ShopOrderLine } from '#domain/orders/shop-order'
import type { RedeemedAmounts } from '#domain/sales/sale'
import type { FoundUpload } from '#domain/search/redemption-search'

/** A coupon as reconciliation needs it. */
export type CouponFacts = Readonly<{
  couponCode: string
  couponId: string | undefined
  couponName: string | undefined
  /** What it is worth on paper; undefined where only its issuer knows. */
  faceFen: number | undefined
  hasTemplate: boolean
  /** The cost bearer, by the version of the template at the claim. */
  costBearer: string | undefined
  /** Whether its policy would still let it come back from an order. */
  isReturnable: boolean
  /** The redemption that uses it now. */
  usedBy: Readonly<{ redemptionId: string; orderId: string }> | undefined
}>

/** A redemption as it is stored, with the events that tell of it. */
export type RedemptionFacts = Readonly<{
  redemptionId: string
  orderId: string
  /** When it was redeemed at the till, epoch milliseconds. */
  atMs: number
  shop: string | undefined
  returnedAtMs: number | undefined
  amounts: RedeemedAmounts | undefined
  /** What returns of goods took back of it so far, each on its own day. */
  takenBackFen: number
  /** Numbers of its events `redeemed` and `returned`; undefined once they were removed by age. */
  eventSeq: number | undefined
  returnEventSeq: number | undefined
  coupon: CouponFacts
}>

/** A coupon that a version of an order named. */
export type NamedCoupon = Readonly<{
  couponCode: string
  /** Whether the newest version names it; a closed or refunded one names none. */
  isNamed: boolean
  /** The order gave it up, but its policy allows no return. */
  isKept: boolean
  /** Why it could not be redeemed: the kind of the refusal. */
  problem: string | undefined
  /** Undefined if the seller has no coupon with the code. */
  coupon: CouponFacts | undefined
}>

/** An order that was synced, as its newest version has it. */
export type OrderFacts = Readonly<{
  orderId: string
  shop: string | undefined
  createdAtMs: number
  paidFen: number
  /** What of it is for delivery; undefined if the ERP does not say it. */
  deliveryFen: number | undefined
  /** Closed, or refunded completely. */
  isClosed: boolean
  lines: readonly ShopOrderLine[]
  named: readonly NamedCoupon[]
  /** Whether versions of the order redeemed the coupons: then the ERP does not know the split. */
  isRedeemedByErp: boolean
  /** Number of the event `order_synced` of its newest version. */
  eventSeq: number
}>

/** A redemption, and the order that it is for if it was synced. */
export type RedemptionWithOrder = Readonly<{ redemption: RedemptionFacts; order: OrderFacts | undefined }>

export type OrderWithRedemptions = Readonly<{ order: OrderFacts; redemptions: readonly RedemptionFacts[] }>

/** A till's attempt to redeem a coupon that was used already. */
export type RefusedUse = Readonly<{
  orderId: string
  couponCode: string
  shop: string | undefined
  atMs: number
  /** Number of the seller's newest event then; undefined if that is not known. */
  eventSeq: number | undefined
  /** Every redemption of the coupon. */
  redemptions: readonly RedemptionFacts[]
}>

/** The refused calls among which attempts are looked for. */
export const refusedUses = { method: 'yaoquan.coupon.redeem', errorCode: 'COUPON_ALREADY_USED' } as const

/** Verdicts on uploads that did not redeem their coupon. */
export const lostVerdicts = ['conflict', 'not_valid', 'unknown_coupon'] as const

/** A redemption of a till that was offline which did not redeem its coupon. */
export type LostUpload = FoundUpload & Readonly<{ verdict: (typeof lostVerdicts)[number] }>

/** What one return of goods took back of a coupon. */
export type TakenBack = Readonly<{
  redemption: RedemptionFacts
  atMs: number
  fen: number
  /** Number of its event `goods_returned`. */
  eventSeq: number
}>
