import type { EventKind } from '#domain/events/event-store'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UnjudgedTerm } from './taken-as-fulfilled.ts'

/** One step of one coupon. */
export type CouponChange = Readonly<{
  kind: EventKind
  from: StoredCoupon
  to: StoredCoupon
  /** Reason as the caller sent it. */
  reason?: string | undefined
  /** Amounts of a redemption or its return, if the order has amounts. */
  amounts?: RedeemedAmounts | undefined
  /** For a return: what it takes back of `amounts`; undefined where that is not known. */
  takenBackFen?: number | undefined
  /** For the first redemption on an order: what the order costs before coupons, if known. */
  orderFen?: number | undefined
  /** For a redemption: terms of the coupon that the order has too little data to judge. */
  unjudged?: readonly UnjudgedTerm[] | undefined
  /** Amounts of the redemption that this one replaces. */
  replacedAmounts?: RedeemedAmounts | undefined
}>
