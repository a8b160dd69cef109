/** How a status orders versions of one moment, and whether coupons are given back. */
export type OrderStatusMeaning = Readonly<{ rank: number; endsUse: boolean }>

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
