import { boolean, count, list, listOf, number, objects, text } from '../language/fields.ts'

/** What became of a coupon that an order named. */
export const syncedCouponFields = {
  couponCode: text('coupon_code', '123456', '优惠券code', 'Coupon code', { required: true }),
  outcome: text(
    'outcome',
    'redeemed',
    '结果: redeemed 已核销, returned 已退回, released 已释放占用, kept 按退券规则不退, refused 未能核销, unused 未使用',
    'Outcome: redeemed, returned, released (its hold), kept (its policy allows no return), refused (not redeemable) or unused',
    { required: true, oneOf: ['redeemed', 'returned', 'released', 'kept', 'refused', 'unused'] },
  ),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id'),
  errorCode: text('error_code', 'COUPON_EXPIRED', '未能核销或退回的原因', 'Why it was not redeemed or not returned'),
  errorMessage: text('error_msg', '优惠券已于 2016-12-31 过期', '中文描述', 'Description in Chinese'),
  reconciles: boolean('needs_reconciling', true, '是否待对账', 'Whether the coupon is to be reconciled'),
} as const

const { errorMessage: _message, ...storedCouponFields } = syncedCouponFields

const lineFields = {
  lineNo: number('line_no', 1, '行号，从1起', 'Number of the line, from 1', { required: true, min: 1, max: 500 }),
  goodsId: text('goods_id', '1', 'erp商品id', "The ERP's product id", { required: true }),
  category: text('category', '1001', '品类', 'Category'),
  quantity: text('quantity', '2', '数量', 'Quantity'),
  price: text('price', '6.00', '单价，元', 'Unit price in yuan', { required: true }),
  payAmount: text('pay_amount', '10.00', '实付金额，元', 'Paid for the line, in yuan', { required: true }),
  refundAmount: text('refund_amount', '0.00', '已退金额，元', 'Refunded so far, in yuan'),
} as const

const moment = (wire: string, zh: string, en: string) => text(wire, '2026-11-24 22:29:00', zh, `${en} (GMT+8)`)

/** An order as lists show it. Amounts are in yuan, as everywhere but in `order.sync`. */
export const listedOrderFields = {
  orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true }),
  orderStatus: text('order_status', 'TRADE_FINISHED', '订单状态，按 ERP 所传', 'Status, as the ERP sent it'),
  createTime: text('create_time', '2026-11-24 22:20:00', '下单时间', 'Time of the order (GMT+8)', { required: true }),
  payTime: moment('pay_time', '付款时间', 'Time of payment'),
  updateTime: moment('update_time', '最新版本的更新时间', 'Time of the newest version, by the ERP'),
  syncedAt: text('synced_at', '2026-11-24 22:29:00', '最新版本的到达时间', 'When the newest version arrived (GMT+8)', {
    required: true,
  }),
  payAmount: text('pay_amount', '10.00', '实付金额，元', 'What the buyer paid, in yuan', { required: true }),
  phone: text('phone', '18612255668', '会员手机号', "Member's phone number"),
  cardNo: text('card_no', '1231321111', '会员卡号', "Member's card number"),
  shop: text('shop', '01', '门店', 'Shop'),
  channel: text('channel', 'erp', '渠道', 'Channel'),
  coupons: listOf(
    'coupons',
    objects('order_coupon', 'OrderCoupon', storedCouponFields),
    '各版本用到过的优惠券',
    'Coupons that versions of the order named',
  ),
} as const

/** An order with everything that is kept of it. */
export const orderDetailFields = {
  ...listedOrderFields,
  lines: list('lines', objects('shop_order_line', 'ShopOrderLine', lineFields), '订单明细', 'Lines', {
    required: true,
  }),
  versions: number('versions', 1, '收到的版本数，最多200', 'Versions that arrived, at most 200', {
    required: true,
    ...count,
  }),
  sentText: text(
    'sent_text',
    '{"order_id":"SO-1001"}',
    '最新版本的 order 参数，原样；会员已删除，或应用的手机号打码时不返回',
    'The parameter order of the newest version as it was sent; absent once the member was erased, and for apps that get masked phones',
    { verbatim: true },
  ),
} as const
