import { number, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from '../methods/write-fields.ts'
import { consoleErrors } from './console-errors.ts'

const couponId = text('coupon_id', '11', '优惠券模板id', 'Template id', { required: true, maxLength: 64 })
const versions = { min: 1, max: 1_000_000_000 } as const
const version = number('version', 3, '所看到的待审批版本', 'The waiting version that was looked at', {
  required: true,
  ...versions,
})
const made = number('version', 4, '审批产生的版本', 'The version that the decision made', versions)
const errorCodes = [
  businessErrors.templateNotFound,
  businessErrors.templateClosed,
  businessErrors.idempotentConflict,
  consoleErrors.templateNotWaiting,
  consoleErrors.approverIsSubmitter,
  consoleErrors.approverKnowsSecret,
]

/** Publishes a version that another person saved. */
export const approveTemplate = defineMethod({
  name: 'yaoquan.console.template.approve',
  title: { zh: '批准模板', en: 'Approve a template' },
  description: {
    zh: '批准他人提交的版本：以相同条款保存为下一版并发布',
    en: 'Approves a version that another person submitted: the next version has its terms and is published',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('TEMPLATE-APPROVE-20261124-0001'),
    couponId,
    version,
    note: text('note', '已核对预算', '意见', 'Note', { maxLength: 256 }),
  },
  ...resultOf('ApproveTemplateResult', { alreadyDone, version: made, warnings }),
  errorCodes,
})

/** Sends a version back to the person who saved it. */
export const rejectTemplate = defineMethod({
  name: 'yaoquan.console.template.reject',
  title: { zh: '退回模板', en: 'Send a template back' },
  description: {
    zh: '退回他人提交的版本：以相同条款保存为下一版草稿，附意见',
    en: 'Sends back a version that another person submitted: the next version is a draft of its terms, with the note',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('TEMPLATE-REJECT-20261124-0001'),
    couponId,
    version,
    note: text('note', '库存改为5000', '意见', 'Note', { required: true, maxLength: 256 }),
  },
  ...resultOf('RejectTemplateResult', { alreadyDone, version: made, warnings }),
  errorCodes,
})
