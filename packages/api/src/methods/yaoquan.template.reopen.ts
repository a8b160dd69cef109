import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

export const reopenTemplate = defineMethod({
  name: 'yaoquan.template.reopen',
  title: { zh: '重新开放优惠券模板', en: 'Reopen a coupon template' },
  description: {
    zh: '重新开放已关闭的模板，版本、库存与已领数量不变。未关闭的模板不改变任何内容',
    en: 'Opens a closed template again; version, stock and counts stay as they were. An open template is not changed',
  },
  ...writes(category.templates),
  examples: { couponId: 'SAMPLE-REOPEN' },
  request: {
    outRequestNo: outRequestNo('TEMPLATE-REOPEN-20261124-0001'),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true, maxLength: 64 }),
    reason: text('reason', '活动延期', '原因', 'Reason', { maxLength: 256 }),
  },
  ...resultOf('ReopenTemplateResult', { alreadyDone, warnings }),
  errorCodes: [businessErrors.templateNotFound, businessErrors.idempotentConflict],
})
