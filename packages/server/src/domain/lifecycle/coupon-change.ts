import type { EventKind } from '#domain/events/event-store'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'
import type { StoredCoupon } from './stored-coupon.ts'
import type { UnjudgedTerm } from './taken-as-fulfilled.ts'

/** One step of one coupon. */
export type CouponChange = Readonly<{
  kind: EventKind
  from: StoredCoupon
  to: StoredCoupon
  /** As the caller gave it. */
  reason?: string | undefined
  /** Of a redemption or its return, whose order has amounts. */
  amounts?: RedeemedAmounts | undefined
  /** Of a return: what it takes back of `amounts`; undefined where that is not known. */
  takenBackFen?: number | undefined
  /** Of the first redemption on an order: what the order costs before coupons, if that is known. */
  orderFen?: number | undefined
  /** Of a redemption: terms of the coupon that the order did not say enough to judge. */
  unjudged?: readonly UnjudgedTerm[] | undefined
  /** Of the redemption of which this one takes the place. */
  replacedAmounts?: RedeemedAmounts | undefined
}>
