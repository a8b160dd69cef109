import { boolean, list, listOf, number, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { couponStates } from '../words/coupon-states.ts'
import { listedWords } from '../words/text.ts'
import { basketLines, maxLines } from './basket-fields.ts'
import { businessErrors } from './business-errors.ts'
import { eventsRemovedBefore } from './coupon-event.ts'
import { resultOf } from './write-fields.ts'

const { usable, upcoming, ...otherStates } = couponStates
const states = listedWords({ unused: usable, not_started: upcoming, ...otherStates })

const reasonFields = {
  reasonCode: text(
    'reason_code',
    'SHORT',
    '原因码：yaoquan.basket.evaluate 的原因码，没有对应原因时为错误码',
    'Code of the reason, as of yaoquan.basket.evaluate; an error code where none of these says it',
    { required: true },
  ),
  reason: text('reason', '适用商品 80.00 元，还差 20.00 元', '原因（中文）', 'The reason, in Chinese', {
    required: true,
  }),
  reasonEn: text(
    'reason_en',
    'goods that it applies to cost CNY 80.00: CNY 20.00 is missing',
    '原因（英文）',
    'The reason, in English',
    { required: true },
  ),
} as const

const changeFields = {
  changeCode: text(
    'change_code',
    'AMOUNT',
    '改动: MOMENT 换个时间, SHOP 换门店, CHANNEL 换渠道, LEVEL 会员等级, AMOUNT 适用商品再加金额, WITHOUT_COUPON 不用另一张券, OTHER_ORDER 换一单单独使用, RELEASE_HOLD 释放订单的占用, EXTEND 延长失效日期, COUNT 少领, NEW_QUOTE 重新试算, NONE 没有单独一项改动可行',
    'The change: MOMENT another moment, SHOP another shop, CHANNEL another channel, LEVEL another level of the member, AMOUNT more goods that it applies to, WITHOUT_COUPON leave another coupon out, OTHER_ORDER alone on another order, RELEASE_HOLD release the hold of an order, EXTEND a later last day, COUNT claim fewer, NEW_QUOTE a new quote, NONE no single change',
    {
      required: true,
      oneOf: [
        'MOMENT',
        'SHOP',
        'CHANNEL',
        'LEVEL',
        'AMOUNT',
        'WITHOUT_COUPON',
        'OTHER_ORDER',
        'RELEASE_HOLD',
        'EXTEND',
        'COUNT',
        'NEW_QUOTE',
        'NONE',
      ],
    },
  ),
  change: text('change', '适用商品再加 20.00 元即可用', '改动（中文）', 'The change, in Chinese', { required: true }),
  changeEn: text(
    'change_en',
    'usable with CNY 20.00 more of goods that it applies to',
    '改动（英文）',
    'The change, in English',
    { required: true },
  ),
  at: text('at', '2026-12-01 00:00:00', '可用的时间', 'When it is usable (GMT+8)'),
  shop: text('shop', '02', '可用的门店', 'A shop where it is usable'),
  channel: text('channel', 'app', '可用的渠道', 'A channel in which it is usable'),
  memberLevel: text('member_level', '金卡', '可用的会员等级', 'A level with which it is usable'),
  amount: text('amount', '20.00', '适用商品再加的金额，元', 'The amount to add, in yuan'),
  couponCode: text('coupon_code', '222bbb', '不用的另一张券', 'The coupon to leave out'),
  orderId: text('order_id', 'SO-1000', '占用该券的订单', 'The order whose hold is to be released'),
  endDate: text('end_date', '2026-12-31', '新的失效日期', 'The later last valid day (GMT+8)'),
  count: number('count', 1, '可领张数', 'How many can be claimed', { min: 1, max: 1000 }),
} as const

const explanationFields = {
  couponCode: text(
    'coupon_code',
    '111aaa',
    '优惠券code；领取被拒时没有，预留券码除外',
    'Coupon code; absent for a claim, unless of a reserved code',
  ),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id'),
  couponName: text('coupon_name', '满100减50', '优惠券名称', 'Name of the coupon'),
  templateVersion: number(
    'template_version',
    1,
    '领取时的模板版本；他处发放的券没有',
    'Version of the template at the claim; absent for coupons issued elsewhere',
    { min: 1, max: 1_000_000_000 },
  ),
  state: text(
    'state',
    'unused',
    `该时刻的状态: ${states.zh}, unknown 不存在或尚未发放`,
    `State at that moment: ${states.en}, or unknown (no such coupon, or not issued yet)`,
    { oneOf: ['unused', 'not_started', 'held', 'used', 'expired', 'void', 'unknown'] },
  ),
  usable: boolean('usable', false, '该时刻能否使用', 'Whether it was usable then', { required: true }),
  reasonCode: text(
    'reason_code',
    'SHORT',
    '被拒的原因码；可用时没有',
    'Code of the reason why it was refused; absent if usable',
  ),
  reason: text('reason', '适用商品 80.00 元，还差 20.00 元', '原因（中文）', 'The reason, in Chinese'),
  reasonEn: text(
    'reason_en',
    'goods that it applies to cost CNY 80.00: CNY 20.00 is missing',
    '原因（英文）',
    'The reason, in English',
  ),
  missingAmount: text('missing_amount', '20.00', '还差多少达到门槛，元', 'What is missing to its threshold, in yuan'),
  reasons: listOf(
    'reasons',
    objects('coupon_reason', 'CouponReason', reasonFields),
    '全部原因，首个即 reason',
    'All reasons; the first is `reason`',
  ),
  nearestChange: object(
    'nearest_change',
    { typeName: 'NearestChange', fields: changeFields },
    '使其可用的一项改动，已按该时刻的规则重新判断；可用时、或由订单的其他版本决定时没有',
    'The single change that makes it usable, judged again by the rules of that moment; absent if usable, or if other versions of an order decided',
  ),
} as const

const callFields = {
  requestId: text('call_request_id', '15r8qk9x1abc', '该调用的request_id', 'request_id of the call', {
    required: true,
  }),
  method: text('method', 'yaoquan.coupon.redeem', '调用的API', 'Method that was called', { required: true }),
  appKey: text('app_key', '12345678', '调用的应用', 'App that called', { required: true }),
  refusedCode: text('refused_code', 'ORDER_AMOUNT_TOO_LOW', '当时返回的错误码', 'Error code that it returned', {
    required: true,
  }),
  isContentRemoved: boolean(
    'content_removed',
    true,
    '为 true 表示请求内容已随会员删除，或过大而未保存，只有错误码',
    'true: what was sent is erased with its member, or was too large to be kept; only the error code is known',
  ),
  isDifferent: boolean(
    'differs',
    true,
    '为 true 表示按历史重新判断与当时返回的错误码不同，例如规则在调用前半秒内刚修改',
    'true: judging it again gives another code than it returned, for instance because a rule had changed half a second before',
  ),
} as const

/** Why a coupon was or would have been refused at a moment. Writes nothing. */
export const explainCoupon = defineMethod({
  name: 'yaoquan.coupon.explain',
  title: { zh: '为什么用不了', en: 'Explain a refusal' },
  description: {
    zh: '说明一张券在某一时刻为什么被拒，以及改动哪一项即可使用：状态由事件重建，条款为领取时的模板版本，连锁规则与门店组为该时刻的。传被拒调用应答中的 request_id（保留30天），或传 coupon_code 与门店、时间、购物篮',
    en: 'Tells why a coupon was refused at a moment, and which single change makes it usable. Its state is rebuilt from events, its terms are those of its template version, rules and groups of shops are those of that moment. Send the request_id of the answer of a refused call (kept for 30 days), or coupon_code with shop, time and basket',
  },
  ...reads(category.coupons),
  examples: { couponCode: 'SAMPLE-EXPLAIN', orderId: 'SO-EXPLAIN' },
  rules: [{ kind: 'exactlyOne', of: [['couponCode'], ['requestId']] }],
  request: {
    requestId: text(
      'request_id',
      '15r8qk9x1abc',
      '被拒调用应答中的 request_id；只能与 now 同传',
      'request_id of the answer of a refused call; together with nothing but now',
      { maxLength: 64 },
    ),
    isNow: boolean(
      'now',
      true,
      '与 request_id 同传：为 true 表示判断同一次核销或占用在现在会怎样，缺省按当时判断',
      'With request_id, true: judges the same redemption or hold as if it came now; default: as of its moment',
    ),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { maxLength: 64 }),
    orderId: text(
      'order_id',
      'SO-1001',
      '订单号；它占用的券按可用计',
      'Order number; coupons that it holds count as usable',
      {
        maxLength: 64,
      },
    ),
    shop: text('shop', '01', '门店', 'Shop', { maxLength: 64 }),
    channel: text('channel', 'erp', '下单渠道', 'Channel of the sale', { maxLength: 64 }),
    at: text('at', '2026-11-24 22:29:00', '时刻（GMT+8），缺省为现在', 'The moment (GMT+8); default now', {
      maxLength: 19,
      isMoment: true,
    }),
    memberLevel: text('member_level', '金卡', '会员等级', 'Level of the member', { maxLength: 64 }),
    lines: list(
      'lines',
      basketLines,
      '购物篮各行，JSON数组；缺省不判断金额',
      'Lines of the basket, a JSON array; without them amounts are not judged',
      {
        minItems: 1,
        maxItems: maxLines,
      },
    ),
  },
  sampleOmits: ['requestId', 'isNow', 'at', 'memberLevel'],
  ...resultOf(
    'ExplainResult',
    {
      at: text('at', '2026-11-24 22:29:00', '所判断的时刻', 'The moment that is judged (GMT+8)'),
      call: object(
        'call',
        { typeName: 'RefusedCall', fields: callFields },
        '被拒的调用；传 request_id 时返回',
        'The refused call, where request_id was sent',
      ),
      explanations: listOf(
        'explanations',
        objects('coupon_explanation', 'CouponExplanation', explanationFields),
        '各张被拒的券',
        'The refused coupons',
      ),
      eventsRemovedBefore,
    },
    [
      'result.call',
      ...['at', 'shop', 'channel', 'memberLevel', 'couponCode', 'orderId', 'endDate', 'count'].map(
        (name) => `result.explanations.nearestChange.${name}`,
      ),
    ],
  ),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.shopUnknown,
    businessErrors.refusalNotFound,
    businessErrors.historyRemoved,
  ],
})
