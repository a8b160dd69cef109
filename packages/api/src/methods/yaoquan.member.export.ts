import { listOf, object, objects } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { eventFields, eventsRemovedBefore } from './coupon-event.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { memberFields, memberNaming, merges } from './member-fields.ts'
import { refusalFacts } from './refusal-facts.ts'
import { orderDetailFields } from './shop-order.ts'
import { alreadyDone, outRequestNo, resultOf } from './write-fields.ts'
import { detailedCouponFields, omittedUsage } from './yaoquan.coupon.get.ts'

const { memberIds, mergedInto, field, rule } = refusalFacts

const exportedCoupon = {
  ...detailedCouponFields,
  timeline: listOf(
    'timeline',
    objects('coupon_event', 'CouponEvent', eventFields),
    '该券的全部事件，含核销与退回',
    'All events of the coupon, redemptions and returns included',
  ),
  eventsRemovedBefore,
} as const

const { eventSeq, kind, at, actor, requestId, after } = eventFields

/** Everything that is kept of a member, coupons, orders and events page by page. Each call appends an event `exported`, so it is a write. */
export const exportMember = defineMethod({
  name: 'yaoquan.member.export',
  title: { zh: '导出会员的全部数据', en: 'Export everything about a member' },
  description: {
    zh: '个人查阅、复制其数据时使用：资料、手机号、卡、营销同意、优惠券及其事件、订单、会员自身的事件；优惠券、订单与事件按游标翻页。每次导出都会记入事件',
    en: 'Returns everything stored about a member: profile, phones, cards, consent, coupons with their events, orders, and events of the member, page by page. Use it to answer a request for access to personal data. Each call is recorded as an event',
  },
  ...writes(category.members),
  examples: { phone: '13800200017', cardNo: '700000017' },
  rules: [{ kind: 'exactlyOne', of: [['cardNo'], ['memberId'], ['phone']] }],
  request: {
    outRequestNo: outRequestNo('MEMBER-EXPORT-20261124-0001'),
    ...memberNaming,
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['memberId', 'phone', 'cursor'],
  ...resultOf(
    'ExportMemberResult',
    {
      alreadyDone,
      memberIds,
      mergedInto,
      field,
      rule,
      member: object('member', { typeName: 'Member', fields: memberFields }, '会员', 'The member'),
      merges,
      coupons: listOf(
        'coupons',
        objects('exported_coupon', 'ExportedCoupon', exportedCoupon),
        '会员名下的优惠券，按发放顺序',
        'Coupons of the member in order of issue',
      ),
      orders: listOf(
        'orders',
        objects('exported_order', 'ExportedOrder', orderDetailFields),
        '会员名下的订单，在优惠券之后，按下单日期',
        'Orders of the member by day, after the coupons',
      ),
      events: listOf(
        'events',
        objects('member_event', 'MemberEvent', { eventSeq, kind, at, actor, requestId, after }),
        '会员及并入它的会员的事件，在订单之后：建立与修改、换号换卡、合并、营销同意、导出',
        'Events of the member and of those merged into it, after the orders: changes, phones and cards, merges, consent, exports',
      ),
      eventsRemovedBefore,
      nextCursor,
    },
    [
      'result.member.mergedInto',
      'result.merges',
      ...omittedUsage('result.coupons'),
      'result.orders.coupons.errorCode',
      'result.orders.coupons.reconciles',
    ],
  ),
  errorCodes: [
    businessErrors.invalidMember,
    businessErrors.memberNotFound,
    businessErrors.memberAmbiguous,
    businessErrors.memberMerged,
    businessErrors.memberErased,
    businessErrors.invalidCursor,
    businessErrors.idempotentConflict,
  ],
})
