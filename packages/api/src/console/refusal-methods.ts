import { listOf, number, objects, requiredCount, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { cursor, limit, nextCursor } from '../methods/cursor-fields.ts'
import { resultOf } from '../methods/write-fields.ts'

const refusalFields = {
  requestId: text('request_id', '16jxbpwl6fvzb', '应答的请求号', 'Request id of the answer', { required: true }),
  at: text('at', '2026-11-24 22:29:00', '调用时间', 'Time of the call (GMT+8)', { required: true }),
  method: text('method', 'yaoquan.coupon.redeem', 'API', 'The API', { required: true }),
  appKey: text('app_key', '10000001', '应用；操作员为 operator:用户名', 'The app, or operator:NAME', {
    required: true,
  }),
  refusedCode: text('refused_code', 'COUPON_EXPIRED', '当时返回的错误码', 'The code it was answered', {
    required: true,
  }),
} as const

export const listRefusals = defineMethod({
  name: 'yaoquan.console.refusal.list',
  title: { zh: '被拒的调用', en: 'List refused calls' },
  description: {
    zh: '最近30天因业务原因被拒的调用，新的在前，不含其内容；内容由 yaoquan.coupon.explain 解释。一页可能不足，甚至为空，仍有下一页',
    en: 'Calls of the last 30 days that were refused for a business reason, the newest first, without what they sent, which yaoquan.coupon.explain explains. A page may be short, even empty, and still have a next one',
  },
  ...reads(category.console),
  request: {
    appKey: text('app_key', '10000001', '只看一个应用', 'Only calls of this app', { maxLength: 64 }),
    // `method` is the parameter that names the call itself.
    apiName: text('api_name', 'yaoquan.coupon.redeem', '只看一个API', 'Only calls of this API', { maxLength: 64 }),
    refusedCode: text('refused_code', 'COUPON_EXPIRED', '只看一种错误码', 'Only calls answered with this code', {
      maxLength: 64,
    }),
    fromDay: text('from_day', '2026-11-24', '起始日期', 'First day (GMT+8)', { maxLength: 10 }),
    toDay: text('to_day', '2026-11-24', '截止日期（含）', 'Last day, inclusive (GMT+8)', { maxLength: 10 }),
    cursor,
    limit: limit(200),
  },
  ...resultOf('ListRefusalsResult', {
    refusals: listOf(
      'refusals',
      objects('refused_call', 'RefusedCallEntry', refusalFields),
      '被拒的调用，新的在前',
      'Refused calls, the newest first',
    ),
    nextCursor,
  }),
  errorCodes: [],
})

const reasonFields = {
  refusedCode: text('refused_code', 'COUPON_EXPIRED', '错误码', 'Code of the error', { required: true }),
  calls: number('calls', 12, '次数', 'How often', requiredCount),
  orderAmount: text(
    'order_amount',
    '1990.00',
    '这些调用的订单用券前的金额合计，元；一个订单在一种原因下只计一次，各次金额不同取最大的；调用都没有报出金额的没有此项',
    'What the orders of these calls cost before coupons, in yuan; an order counts once for a reason, with the largest amount sent for it; absent where no call tells an amount',
  ),
} as const

export const countRefusals = defineMethod({
  name: 'yaoquan.console.refusal.count',
  title: { zh: '被拒原因统计', en: 'Count refusals by reason' },
  description: {
    zh: '一段日期内（最近30天以内）因业务原因被拒的调用，按错误码计数；超过两万次时只计最新的两万次',
    en: 'Calls that were refused for a business reason in a period of the last 30 days, counted by error code; beyond 20,000 only the newest are counted',
  },
  ...reads(category.console),
  request: {
    fromDay: text('from_day', '2026-11-24', '起始日期', 'First day (GMT+8)', { maxLength: 10 }),
    toDay: text('to_day', '2026-11-24', '截止日期（含）', 'Last day, inclusive (GMT+8)', { maxLength: 10 }),
  },
  ...resultOf('CountRefusalsResult', {
    reasons: listOf(
      'reasons',
      objects('refusal_reason', 'RefusalReason', reasonFields),
      '各原因，多的在前',
      'Reasons, the most frequent first',
    ),
    most: number('most', 20_000, '最多计入的次数', 'How many calls are counted at most', requiredCount),
  }),
  errorCodes: [],
})
