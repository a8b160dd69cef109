import { number, text } from '../language/fields.ts'

/**
 * What a refusal tells beside its text, so that programs need not read Chinese. A method has those that its refusals may
 * give; which of them is given depends on the error code.
 */
export const refusalFacts = {
  orderId: text(
    'order_id',
    'SO-1000',
    '使用或占用该券的订单；券不能并用或已抵满时为该订单',
    'The order that used or holds the coupon, or that takes no further coupon',
  ),
  time: text(
    'time',
    '2026-11-24 22:29:00',
    '使用时间、占用到期时间，或 redeemed_at 的最早时间',
    'When it was used, when the hold frees itself, or from when redeemed_at may be (GMT+8)',
  ),
  date: text('date', '2026-12-31', '失效日期或生效日期', 'The last usable day, or the first (GMT+8)'),
  shops: text('shops', '01,02', '可用门店，逗号分隔', 'Shops where it is usable, comma separated'),
  categories: text('categories', '1001,10012', '适用品类，逗号分隔', 'Categories it applies to, comma separated'),
  missingAmount: text('missing_amount', '12.00', '距门槛还差的金额，元', 'What the order lacks, in yuan'),
  coveredAmount: text(
    'covered_amount',
    '100.00',
    '该订单此前的优惠券已抵扣的金额，元',
    'What earlier coupons take off the order, in yuan',
  ),
  besideCode: text(
    'beside_code',
    '222bbb',
    '该订单上不能与其他券并用的优惠券code',
    'The coupon of the order beside which none may stand',
  ),
  left: number('left', 1, '剩余可领张数', 'How many can still be claimed', { min: 0, max: Number.MAX_SAFE_INTEGER }),
  claimFrom: text('claim_from', '2026-11-01 00:00:00', '领取开始时间', 'Claims open at (GMT+8)'),
  claimTo: text('claim_to', '2026-11-30 23:59:59', '领取结束时间', 'Claims end at (GMT+8)'),
  field: text('field', 'end_date', '不合规则的字段', 'The field that breaks a rule'),
  rule: text('rule', '应为 YYYY-MM-DD', '规则', 'The rule it breaks'),
  grant: text('grant', 'coupon.void.mass', '缺少的权限', 'The grant that the app lacks'),
  maxCount: number('max_count', 20, '无该权限时一次最多的张数', 'Most coupons a call without the grant', {
    min: 0,
    max: 1000,
  }),
} as const

/** @returns where the facts stand in an answer, for `answerOmits`: a sample of what was done has none of them */
export function omittedFacts(facts: object): readonly string[] {
  return Object.keys(facts).map((name) => `result.${name}`)
}
