import { boolean, countOf, list, listOf, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { voidOutcomeNames, voidOutcomes } from '../words/step-outcomes.ts'
import { listedWords } from '../words/text.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly, warnings } from './write-fields.ts'

const { grant, maxCount } = refusalFacts

const outcomes = listedWords(voidOutcomes)

const item = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  outcome: text('outcome', 'voided', `结果: ${outcomes.zh}`, `Outcome: ${outcomes.en}`, {
    required: true,
    oneOf: voidOutcomeNames,
  }),
  orderId: text(
    'order_id',
    'SO-1000',
    '使用或占用该券的订单；作废的券作废前被占用时也返回',
    'Order that used or holds the coupon; of a voided coupon the order that held it',
  ),
  heldUntil: text('held_until', '2026-11-24 22:44:00', '占用到期时间', 'Expiry of the hold (GMT+8)'),
} as const

export const voidCoupons = defineMethod({
  name: 'yaoquan.coupon.void',
  title: { zh: '作废优惠券', en: 'Void coupons' },
  description: {
    zh: '作废1到1000张优惠券，或一个模板的全部未使用券；coupon_codes 与 coupon_id 传其一。被订单占用的券，传 void_held 才作废。一次超过20张或按模板作废，应用需有权限 coupon.void.mass',
    en: 'Voids 1 to 1000 coupons, or all unused coupons of a template; send coupon_codes or coupon_id. Coupons that an order holds are voided only with void_held. More than 20 coupons in one call, or a template, require the grant coupon.void.mass',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-VOID', couponCodes: 'SAMPLE-VOID' },
  rules: [{ kind: 'exactlyOne', of: [['couponCodes'], ['couponId']] }],
  request: {
    outRequestNo: outRequestNo('VOID-20261124-0001'),
    couponCodes: list('coupon_codes', texts('111aaa', 64), '优惠券code，逗号分隔', 'Coupon codes, comma-separated', {
      minItems: 1,
      maxItems: 1000,
    }),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { maxLength: 64 }),
    voidHeld: boolean(
      'void_held',
      false,
      '被订单占用的券也作废；缺省 false',
      'Voids also coupons that an order holds; default false',
    ),
    reason: text('reason', '活动取消', '原因', 'Reason', { required: true, maxLength: 256 }),
    dryRun,
  },
  sampleOmits: ['couponId', 'dryRun'],
  ...resultOf(
    'VoidResult',
    {
      alreadyDone,
      dryRun: triedOnly,
      grant,
      maxCount,
      voidedCount: countOf('voided_count', '作废张数', 'Number of coupons voided', 1),
      refusedCount: countOf(
        'refused_count',
        '未能作废的张数（已使用、被占用或不存在）',
        'Coupons that could not be voided (used, held or not found)',
      ),
      items: listOf(
        'items',
        objects('void_item', 'VoidItem', item),
        '各张结果；按模板作废时不返回',
        'One outcome per code; empty when a template is voided',
      ),
      warnings,
    },
    ['result.items.orderId', 'result.items.heldUntil'],
  ),
  errorCodes: [businessErrors.partlyFailed, businessErrors.massVoidNotGranted, businessErrors.idempotentConflict],
})
