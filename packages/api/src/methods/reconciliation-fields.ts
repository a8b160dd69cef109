import { boolean, countOf, listOf, number, objects, requiredCount, text } from '../language/fields.ts'

const moment = { required: true, maxLength: 19, isMoment: true } as const
const amount = { required: true, maxLength: 20 } as const

export const sumFields = {
  redemptions: countOf('redemptions', '核销次数', 'Number of redemptions', 3),
  redeemedAmount: text('redeemed_amount', '120.00', '核销抵扣，元', 'What redemptions took, in yuan', amount),
  returns: countOf('returns', '退回次数，含只退部分商品的', 'Number of returns, those of some goods too', 1),
  returnedAmount: text('returned_amount', '20.00', '退券退回，元', 'What returns gave back, in yuan', amount),
  netAmount: text('net_amount', '100.00', '费用，元：抵扣减去退回', 'The cost in yuan: the one less the other', amount),
  unpriced: countOf(
    'unpriced',
    '金额未知的次数，不在费用中',
    'Redemptions and returns whose amounts are not known; not in the cost',
  ),
  unpricedFaceAmount: text(
    'unpriced_face_amount',
    '0.00',
    '这些券的面额，元',
    'The face value of their coupons, in yuan',
    amount,
  ),
} as const

const lineFields = {
  key: text('key', '11', '模板id、门店或承担方；空为未设定', 'Template id, shop or cost bearer; absent: none', {
    maxLength: 128,
  }),
  name: text('name', '满199减99', '券名称；仅按模板汇总时', 'Coupon name; only by template', { maxLength: 128 }),
  ...sumFields,
} as const

export const costLines = objects('cost_line', 'CostLine', lineFields)

/** What a day came to. */
export const dayReportFields = {
  day: text('day', '2026-11-24', '日期', 'The day (GMT+8)', { required: true, maxLength: 10 }),
  computedAt: text('computed_at', '2026-11-25 06:00:00', '生成时间', 'When the report was computed (GMT+8)', moment),
  deadline: text(
    'deadline',
    '2026-11-25 06:00:00',
    '等待订单的期限',
    'Until when orders may arrive: nothing is pending afterwards (GMT+8)',
    moment,
  ),
  throughEventSeq: number('through_event_seq', 1024, '所含的最后事件序号', 'Everything up to this event is in it', {
    ...requiredCount,
  }),
  ordersSynced: boolean(
    'orders_synced',
    true,
    '是否同步过订单；否则不核对订单',
    'Whether orders are synced at all; otherwise nothing is compared with them',
    { required: true },
  ),
  ordersNameCoupons: boolean('orders_name_coupons', true, '订单是否带过券', 'Whether orders name coupons at all', {
    required: true,
  }),
  orders: countOf('orders', '用券订单数', 'Orders that name coupons', 3),
  refusedUses: countOf('refused_uses', '被拒的重复核销次数', 'Refused attempts to redeem used coupons'),
  lostUploads: countOf('lost_uploads', '离线核销未生效的次数', 'Offline redemptions that did not redeem their coupon'),
  findingCount: countOf('finding_count', '差异数', 'Number of findings', 1),
  pendingCount: countOf('pending_count', '等待数', 'Number of pending ones'),
  handledCount: countOf('handled_count', '差异中已处理的', 'Findings that people marked as handled'),
  ...sumFields,
  byTemplate: listOf(
    'by_template',
    costLines,
    '按模板汇总，费用高的在前，最多1000行，其余合为最后的“…”一行；没有模板的券按券id或名称',
    'By template, the most expensive first: 1,000 at most, and all others in one, "…", which is last; coupons without a template by their id or name',
  ),
  byShop: listOf('by_shop', costLines, '按门店汇总，行数同上', 'By shop, as many rows'),
  byBearer: listOf('by_bearer', costLines, '按承担方汇总，行数同上', 'By cost bearer, as many rows'),
} as const

const { day, computedAt, findingCount, handledCount, pendingCount, orders } = dayReportFields
const { redemptions, returns, netAmount } = sumFields

/** A day in the list of reports. */
export const listedReportFields = {
  day,
  computedAt,
  findingCount,
  handledCount,
  pendingCount,
  orders,
  redemptions,
  returns,
  netAmount,
} as const

/** Something that does not fit together. */
export const findingFields = {
  findingId: text(
    'finding_id',
    '["REDEEMED_NO_ORDER","SO-1001","111aaa",null,"01",9900,null,null,null]',
    '标识：报告重新生成后，类型、订单、券、核销号、门店与金额都相同的差异标识相同',
    'Id: a report that is computed again has the same for the same kind, order, coupon, redemption, shop and amounts',
    { required: true, maxLength: 1024 },
  ),
  kind: text('kind', 'REDEEMED_NO_ORDER', '类型，见对账指南', 'Kind; see the guide "Reconciliation"', {
    required: true,
    maxLength: 32,
  }),
  pending: boolean(
    'pending',
    false,
    '是否等待：订单仍可能到达',
    'Whether it is pending, since the order may still arrive',
    { required: true },
  ),
  text: text('text', '券 111aaa 核销于订单 SO-1001，但该订单从未同步', '说明', 'What is wrong, in Chinese', {
    required: true,
  }),
  textEn: text(
    'text_en',
    'coupon 111aaa was redeemed for order SO-1001, which was never synced',
    '英文说明',
    'What is wrong, in English',
    { required: true },
  ),
  orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { maxLength: 64 }),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { maxLength: 32 }),
  shop: text('shop', '01', '门店', 'Shop', { maxLength: 64 }),
  offAmount: text('off_amount', '99.00', '券的抵扣，元', 'What coupons took, in yuan', { maxLength: 20 }),
  orderOffAmount: text('order_off_amount', '90.00', '订单少收的金额，元', 'What the order was reduced by, in yuan', {
    maxLength: 20,
  }),
  otherOrderId: text('other_order_id', 'SO-1002', '使用该券的另一订单', 'The order that uses the coupon instead', {
    maxLength: 64,
  }),
  problem: text('problem', 'expired', '未能核销的原因', 'Why the coupon was not redeemed', { maxLength: 32 }),
  eventSeqs: text(
    'event_seqs',
    '1021,1023',
    '所依据的事件序号，逗号分隔',
    'Numbers of the events that it rests on, comma-separated',
  ),
  handledBy: text('handled_by', 'operator:li.na', '处理人；缺省为待处理', 'Who handled it; absent: open', {
    maxLength: 128,
  }),
  handledAt: text('handled_at', '2026-11-25 10:00:00', '处理时间', 'When it was handled (GMT+8)', { maxLength: 19 }),
  handledNote: text('handled_note', '收银机补传了订单', '处理说明', 'Note on how it was handled', { maxLength: 256 }),
} as const
