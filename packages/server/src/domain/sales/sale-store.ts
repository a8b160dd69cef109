import type { ReturnedCoupon, Sale, SaleReturn, SoldLines, StoredRedemption } from './sale.ts'

/** An order is named by its id, or by one of its redemptions. */
export type OrderNamed = Readonly<{ orderId: string }> | Readonly<{ redemptionId: string }>

/** What is known of an order whose goods or coupons come back. */
export type SoldOrder = Readonly<{
  /** The newest first, at most 20. */
  sales: readonly Sale[]
  /** Redemptions on the order, at most 200 besides those in `ended`: those that were not returned first. */
  redemptions: readonly StoredRedemption[]
  /** Redemptions that ended although their coupons did not come back: they are on the order no more. */
  ended: EndedUses
  /** A till that was offline took coupons off as well that another order used, or that were not valid. */
  hasLostUploads: boolean
}>

/** How redemptions ended: the goods were returned, or a version of the order dropped the coupon. */
export type EndedUses = ReadonlyMap<string, 'goods-back' | 'given-up'>

export type NewSale = Readonly<{
  orderId: string
  shop: string | undefined
  sold: SoldLines
  /** What the member pays for them. */
  paidFen: number
  redemptionIds: readonly string[]
}>

/** A return with the caller's reason, and where its coupons were redeemed. */
export type NewReturn = Omit<SaleReturn, 'coupons'> & Readonly<{ reason: string; coupons: readonly CouponInReturn[] }>

export type CouponInReturn = ReturnedCoupon & Readonly<{ shop: string | undefined }>
