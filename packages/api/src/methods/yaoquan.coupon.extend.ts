import { countOf, list, listOf, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { extendOutcomeNames, extendOutcomes } from '../words/step-outcomes.ts'
import { listedWords } from '../words/text.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly, warnings } from './write-fields.ts'

const outcomes = listedWords(extendOutcomes)

const item = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  outcome: text('outcome', 'extended', `结果: ${outcomes.zh}`, `Outcome: ${outcomes.en}`, {
    required: true,
    oneOf: extendOutcomeNames,
  }),
  endDate: text('end_date', '2027-01-31', '现在的失效日期', 'Last valid day now (GMT+8)'),
  previousEndDate: text('previous_end_date', '2026-12-31', '延期前的失效日期', 'Last valid day before (GMT+8)'),
  orderId: text('order_id', 'SO-1000', '使用该券的订单', 'Order that used the coupon'),
} as const

export const extendCoupons = defineMethod({
  name: 'yaoquan.coupon.extend',
  title: { zh: '延长优惠券有效期', en: 'Extend coupons' },
  description: {
    zh: '把1到1000张优惠券，或一个模板的全部未使用券的失效日期改为更晚的一天，已过期的券重新可用；coupon_codes 与 coupon_id 传其一。只会延长，不会缩短',
    en: 'Gives 1 to 1000 coupons, or all unused coupons of a template, a later last day; expired ones are usable again. Send coupon_codes or coupon_id. It never shortens',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-EXTEND', couponCodes: 'SAMPLE-EXTEND', endDate: '2099-12-31' },
  rules: [{ kind: 'exactlyOne', of: [['couponCodes'], ['couponId']] }],
  request: {
    outRequestNo: outRequestNo('EXTEND-20261124-0001'),
    couponCodes: list('coupon_codes', texts('111aaa', 64), '优惠券code，逗号分隔', 'Coupon codes, comma-separated', {
      minItems: 1,
      maxItems: 1000,
    }),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { maxLength: 64 }),
    endDate: text('end_date', '2027-01-31', '新的失效日期，不早于今天', 'New last valid day (GMT+8), today or later', {
      required: true,
      maxLength: 10,
    }),
    reason: text('reason', '活动延期', '原因', 'Reason', { maxLength: 256 }),
    dryRun,
  },
  sampleOmits: ['couponId', 'dryRun'],
  ...resultOf(
    'ExtendResult',
    {
      alreadyDone,
      dryRun: triedOnly,
      extendedCount: countOf('extended_count', '延期张数', 'Number of coupons extended', 1),
      refusedCount: countOf(
        'refused_count',
        '未能延期的张数（失效日期更晚、已使用、已作废或不存在）',
        'Coupons that could not be extended (later last day, used, void or not found)',
      ),
      items: listOf(
        'items',
        objects('extend_item', 'ExtendItem', item),
        '各张结果；按模板延期时不返回',
        'One outcome per code; empty for a template',
      ),
      warnings,
    },
    ['result.items.orderId'],
  ),
  errorCodes: [businessErrors.partlyFailed, businessErrors.endDatePassed, businessErrors.idempotentConflict],
})
