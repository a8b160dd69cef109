import type { Field } from '../language/field.ts'
import { list, number, objects, text } from '../language/fields.ts'

const fen = { min: 0, max: 100_000_000_000 } as const

const attributes = (example: string) =>
  text('attributes', example, '扩展属性', 'Extension: text that is kept unchanged, also if it is not JSON', {
    maxLength: 65_535,
    verbatim: true,
  })

const moment = { isMoment: true } as const

const couponFields = {
  couponCode: text('coupon_code', '123456', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
  couponName: text('coupon_name', '满100减50', '优惠券名称', 'Coupon name', { required: true, maxLength: 128 }),
} as const

/** The known fields of a line, as the page shows them. */
const knownLineFields = {
  actualTotalFee: number('actual_total_fee', 1000, '明细实付金额，单位分', 'Paid for the line, in fen', {
    required: true,
    ...fen,
  }),
  approvalNumber: text('approval_number', '国药准字H37021247', '批准文号', 'Approval number', { maxLength: 128 }),
  attributes: attributes('{k3:v3, k4:v4}'),
  costPrice: number('auction_cost_price', 100, '成本价，单位分', 'Cost price, in fen', fen),
  goodsId: text('auction_id', '1', 'erp商品id', "The ERP's product id", { required: true, maxLength: 64 }),
  listPrice: number('auction_ori_price', 200, '原价，单位分', 'List price, in fen', fen),
  pictureUrl: text('auction_pict_url', 'http://xxx.png', '商品图片', 'Picture of the product', { maxLength: 2048 }),
  price: number('auction_price', 600, '单价，单位分', 'Unit price, in fen', { required: true, ...fen }),
  title: text('auction_title', '感冒灵颗粒', '商品名称', 'Name of the product', { required: true, maxLength: 512 }),
  barCode: text('bar_code', '6901234567892', '条形码', 'Bar code', { maxLength: 64 }),
} as const

const inferredZh = '（推断，官方页面未公布）'
const inferredEn = ' (inferred: not on the public page)'

/** Marks a field that the public page of the method does not show. */
function inferred<const F extends Field>(field: F): F {
  const { zh, en } = field.description
  return { ...field, description: { zh: zh + inferredZh, en: en + inferredEn } }
}

const lenient = (maxLength: number) => ({ maxLength, isLenient: true }) as const

/** What ERPs may send of a line besides, under the names of the method's siblings. */
const lineExtras = {
  quantity: inferred(text('quantity', '2', '数量，最多三位小数', 'Quantity, at most three decimals', lenient(16))),
  buyAmount: inferred(text('buy_amount', '2', '同 quantity', 'The same as quantity', lenient(16))),
  unit: inferred(text('unit', '盒', '单位', 'Unit', lenient(64))),
  category: inferred(text('category', '1001', '品类', 'Category', lenient(64))),
  rx: inferred(text('rx', 'false', '是否处方药', 'Whether it is a prescription drug', lenient(16))),
  insuredFee: inferred(number('insured_fee', 0, '医保支付金额，单位分', 'Paid by medical insurance, in fen', fen)),
  subOrderId: inferred(text('sub_order_id', 'SO-1001-1', '子订单号', 'Number of the line', lenient(64))),
  refundFee: inferred(number('refund_fee', 0, '已退金额，单位分', 'Refunded so far, in fen', fen)),
  goodsCode: inferred(text('goods_code', 'G001', '商品编码', 'Code of the product', lenient(64))),
  otherBarCode: inferred(text('barcode', '6901234567892', '同 bar_code', 'The same as bar_code', lenient(64))),
  lotNo: inferred(text('lot_no', '20260901', '批号', 'Lot number', lenient(64))),
  validityDate: inferred(text('validity_date', '2028-08-31', '有效期至', 'Usable until', lenient(32))),
} as const

/** What ERPs may send of an order besides. One of the two order numbers is needed. */
const orderExtras = {
  orderId: inferred(text('order_id', 'SO-1001', '订单号', 'Order number', lenient(64))),
  outOrderId: inferred(
    text('out_order_id', 'SO-1001', '没有 order_id 时的订单号', 'Order number where there is no order_id', lenient(64)),
  ),
  orderStatus: inferred(
    text(
      'order_status',
      'TRADE_FINISHED',
      '订单状态；关闭、取消、退款则退券',
      'Status; closed, cancelled and refunded orders give coupons back',
      lenient(64),
    ),
  ),
  payTime: inferred(text('pay_time', '2017-01-01 00:01:00', '付款时间', 'Time of payment (GMT+8)', moment)),
  updateTime: inferred(
    text(
      'update_time',
      '2017-01-01 00:02:00',
      '更新时间，决定版本先后',
      'Time of the update (GMT+8), which orders versions',
      moment,
    ),
  ),
  gmtModified: inferred(
    text(
      'gmt_modified',
      '2017-01-01 00:02:00',
      '没有 update_time 时的更新时间',
      'The same where there is no update_time',
      moment,
    ),
  ),
  shopId: inferred(text('shop_id', '01', '门店', 'Shop', lenient(64))),
  storeId: inferred(text('store_id', '01', '没有 shop_id 时的门店', 'Shop where there is no shop_id', lenient(64))),
  phone: inferred(text('phone', '13800200023', '会员手机号', "Member's phone number", lenient(64))),
  channel: inferred(text('channel', 'erp', '渠道', 'Channel', lenient(64))),
  postFee: inferred(
    text(
      'post_fee',
      '0',
      '运费，单位分，已含在实付金额内；对账时扣除',
      'Delivery fee in fen, part of what the buyer paid; reconciliation takes it off',
      lenient(16),
    ),
  ),
  type: inferred(text('type', 'store', '订单类型', 'Type of the order', lenient(64))),
} as const

/** `Order` as callers send it: the known fields in the order of the page, then the inferred ones. Amounts are in fen. */
export const orderFields = {
  actualTotalFee: number(
    'actual_total_fee',
    1000,
    '订单实付金额，单位分，退款后不变',
    'What the buyer paid, in fen; a refund does not change it',
    { required: true, ...fen },
  ),
  attributes: attributes('{k1:v1, k2:v2}'),
  cardNo: text('card_no', '123456', '会员卡号', "Member's card number", { maxLength: 64 }),
  coupons: list(
    'coupons',
    objects('coupon', 'Coupon', couponFields),
    '店铺级优惠',
    'Store-level discounts: the coupons used on the order',
    { maxItems: 50 },
  ),
  createTime: text('create_time', '2017-01-01 00:00:00', '下单时间', 'Time of the order (GMT+8)', {
    required: true,
    ...moment,
  }),
  details: list(
    'details',
    objects('order_detail', 'OrderDetail', { ...knownLineFields, ...lineExtras }),
    '订单明细',
    'Lines of the order',
    { required: true, minItems: 1, maxItems: 500 },
  ),
  ...orderExtras,
} as const
