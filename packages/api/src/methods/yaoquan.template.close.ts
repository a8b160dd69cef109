import { object, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, otherOutcomes, outcomeFields, outRequestNo, successField } from './write-fields.ts'

const result = {
  typeName: 'CloseTemplateResult',
  fields: { ...outcomeFields, alreadyDone, success: successField },
} as const

/** Ends claims of a template for good. Coupons claimed before stay usable. */
export const closeTemplate = defineMethod({
  name: 'yaoquan.template.close',
  title: { zh: '关闭优惠券模板', en: 'Close a coupon template' },
  description: {
    zh: '关闭后不能再领取；已领取的券仍可使用。再次关闭不改变任何内容',
    en: 'No more claims; coupons claimed before stay usable. Closing again changes nothing',
  },
  category: { zh: '药券-模板', en: 'Yaoquan templates' },
  scope: 'chain',
  effect: 'write',
  request: {
    outRequestNo: outRequestNo('TEMPLATE-CLOSE-20261124-0001'),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Id of the template', { required: true, maxLength: 64 }),
    reason: text('reason', '活动结束', '原因', 'Why', { maxLength: 256 }),
  },
  response: { result: object('result', result, '结果', 'Result', { required: true }) },
  answerOmits: otherOutcomes,
  errorCodes: [businessErrors.templateNotFound, businessErrors.idempotentConflict],
})
