import { list, number, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { storedTemplateFields } from '../methods/coupon-template.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from '../methods/write-fields.ts'
import { getTemplate } from '../methods/yaoquan.template.get.ts'
import { consoleErrors } from './console-errors.ts'
import { actorName, namedCategories, namedShops } from './named-fields.ts'

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

export const openTemplate = defineMethod({
  name: 'yaoquan.console.template.open',
  title: { zh: '打开一个模板', en: 'Open a template' },
  description: {
    zh: '模板最新的11个版本，以及保存人、门店与品类的名称',
    en: 'The latest 11 versions of a template, with the names of who saved them and of their shops and categories',
  },
  ...reads(category.console),
  request: { couponId: getTemplate.request.couponId },
  ...resultOf('OpenTemplateResult', {
    versions: list(
      'versions',
      objects('stored_template', 'StoredTemplate', storedTemplateFields),
      '版本，由旧到新',
      'The versions, oldest first',
    ),
    actors: list('actors', actorName, '保存人的名称', 'The names of who saved them'),
    shops: namedShops,
    categories: namedCategories,
  }),
  errorCodes: [...getTemplate.errorCodes],
})
