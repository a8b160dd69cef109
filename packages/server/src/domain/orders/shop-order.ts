export type ShopOrderLine = Readonly<{
  /** The ERP's product id. */
  goodsId: string
  category: string | undefined
  /** Thousandths: 1 box is 1000; herbs are sold by the gram. */
  quantityMilli: number | undefined
  /** Per unit. */
  priceFen: number
  paidFen: number
  refundFen: number | undefined
  /** What insurance pays of the line. */
  insuredFen: number | undefined
  /** `rx` for prescription drugs; undefined for others, and where the ERP does not say it. */
  drugClass: 'rx' | undefined
}>

/** One version of an order, as an ERP sends it. */
export type OrderVersion = Readonly<{
  orderId: string
  status: string | undefined
  createdAtMs: number
  paidAtMs: number | undefined
  /** When the ERP updated it; versions are in this order. */
  stampMs: number | undefined
  /** What the buyer paid; a refund does not change it. */
  paidFen: number
  /** What of it is for delivery; undefined if the ERP does not say it. */
  deliveryFen: number | undefined
  /** Normalised. */
  phone: string | undefined
  cardNo: string | undefined
  shop: string | undefined
  channel: string | undefined
  /** Each once. */
  couponCodes: readonly string[]
  lines: readonly ShopOrderLine[]
  /** The JSON text as it was sent. */
  content: string
}>

/** What became of a coupon that an order named. */
export type CouponOutcome =
  | 'redeemed'
  | 'returned'
  /** Its hold for the order ended. */
  | 'released'
  /** The order no longer uses it, but its policy allows no return. */
  | 'kept'
  /** The order names it, but it could not be redeemed; to be reconciled. */
  | 'refused'
  /** The order no longer names it, or was closed, and never used it. */
  | 'unused'

/** A coupon that a version of an order named. */
export type CouponOfOrder = Readonly<{
  couponCode: string
  outcome: CouponOutcome
  /** Why it was refused or kept: the kind of the refusal. */
  problem: string | undefined
  /** The last redemption for the order. */
  redemptionId: string | undefined
  /** How often the order stopped using it. */
  cycles: number
  /** Since when it waits to be reconciled, epoch milliseconds. */
  reconcileSinceMs: number | undefined
}>

/** The most different coupons that the versions of one order may name. */
export const maxCouponsOfOrder = 200
