import { list, listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { eventFields, eventsRemovedBefore } from '../methods/coupon-event.ts'
import { cursor, limit, nextCursor } from '../methods/cursor-fields.ts'
import { resultOf } from '../methods/write-fields.ts'
import { actorName } from './named-fields.ts'

const { eventSeq, couponCode, couponId, requestId, before, after } = eventFields

const entryFields = {
  kind: text(
    'kind',
    'redeemed',
    '事件的种类；order: 订单，refused: 被拒的调用',
    'Kind of the event; order: an order, refused: a refused call',
    { required: true },
  ),
  at: text('at', '2026-11-24 22:29:00', '时间', 'Time (GMT+8)', { required: true }),
  eventSeq: { ...eventSeq, required: false },
  couponCode,
  couponId,
  actor: text('actor', 'app:12345678', '操作者', 'Actor'),
  requestId,
  before,
  after,
  method: text('method', 'yaoquan.coupon.redeem', '被拒的API', 'The API that refused'),
  refusedCode: text('refused_code', 'COUPON_EXPIRED', '当时返回的错误码', 'The code it was answered'),
  orderId: text('order_id', 'SO-1001', '订单号', 'Order number'),
  shop: text('shop', '01', '门店', 'Shop'),
  payAmount: text('pay_amount', '128.00', '订单实付，元', 'Paid for the order, in yuan'),
  orderStatus: text('order_status', 'TRADE_SUCCESS', '订单状态（ERP所传）', 'Status of the order, as the ERP sent it'),
} as const

export const listMemberActivity = defineMethod({
  name: 'yaoquan.console.member.activity',
  title: { zh: '会员动态', en: 'Activity of a member' },
  description: {
    zh: '一位会员的全部动态，新的在前：会员与其最近1000张券的事件、订单、最近30天被拒的调用，不含手机号与卡号',
    en: 'What happened to a member, the newest first: events of the member and of its 1,000 newest coupons, orders, and refused calls of the last 30 days; without phones and cards',
  },
  ...reads(category.console),
  request: {
    memberId: text('member_id', 'M1001', '会员id', 'Member id', { required: true, maxLength: 32 }),
    cursor,
    limit: limit(100),
  },
  ...resultOf('MemberActivityResult', {
    entries: listOf(
      'entries',
      objects('member_activity', 'MemberActivity', entryFields),
      '动态，新的在前',
      'What happened, the newest first',
    ),
    actors: list('actors', actorName, '动态中操作者的名称', 'The names of their actors'),
    nextCursor,
    eventsRemovedBefore,
  }),
  errorCodes: [businessErrors.memberNotFound, businessErrors.invalidCursor],
})
