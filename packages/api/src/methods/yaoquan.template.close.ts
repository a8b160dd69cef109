import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from './write-fields.ts'

export const closeTemplate = defineMethod({
  name: 'yaoquan.template.close',
  title: { zh: '关闭优惠券模板', en: 'Close a coupon template' },
  description: {
    zh: '关闭后不能再领取，直到重新开放；已领取的券仍可使用。再次关闭不改变任何内容',
    en: 'A closed template cannot be claimed until it is reopened; coupons claimed before stay valid. Closing again changes nothing',
  },
  ...writes(category.templates),
  examples: { couponId: 'SAMPLE-CLOSE' },
  request: {
    outRequestNo: outRequestNo('TEMPLATE-CLOSE-20261124-0001'),
    couponId: text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true, maxLength: 64 }),
    reason: text('reason', '活动结束', '原因', 'Reason', { maxLength: 256 }),
  },
  ...resultOf('CloseTemplateResult', { alreadyDone, warnings }),
  errorCodes: [businessErrors.templateNotFound, businessErrors.idempotentConflict],
})
