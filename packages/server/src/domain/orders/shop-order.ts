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

/** How a status orders versions of one moment, and whether coupons are given back. */
type OrderStatusMeaning = Readonly<{ rank: number; endsUse: boolean }>

/** Meaning of a status that is unknown or absent. */
const unknown: OrderStatusMeaning = { rank: 0, endsUse: false }

const stages: readonly (readonly [rank: number, words: readonly string[]])[] = [
  [1, ['wait_buyer_pay', 'created', 'unpaid', '待付款', '未付款', '待支付']],
  [2, ['wait_seller_send_goods', 'paid', '已付款', '已支付', '待发货']],
  [3, ['seller_consigned_part', 'wait_buyer_confirm_goods', 'shipped', '已发货', '待收货']],
  [4, ['trade_buyer_signed', 'trade_finished', 'finished', 'completed', 'success', '已签收', '已完成', '交易成功']],
  [5, ['refunding', '退款中']],
]

const endings: readonly string[] = [
  ...['trade_closed', 'trade_closed_by_taobao', 'closed', 'cancelled', 'canceled', 'cancel', 'refunded', 'returned'],
  ...['已关闭', '交易关闭', '已取消', '已退款', '全额退款', '已退货'],
]

const endingRank = 6

const meanings: ReadonlyMap<string, OrderStatusMeaning> = new Map<string, OrderStatusMeaning>([
  ...stages.flatMap(([rank, words]) => words.map((word) => [word, { rank, endsUse: false }] as const)),
  ...endings.map((word) => [word, { rank: endingRank, endsUse: true }] as const),
])

/** What the status of an order means, whatever its case. One that this list lacks comes first and changes nothing. */
export function meaningOfStatus(status: string | undefined): OrderStatusMeaning {
  return meanings.get(status?.toLowerCase() ?? '') ?? unknown
}
