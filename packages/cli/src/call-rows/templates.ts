import {
  closeTemplate,
  getTemplate,
  listTemplates,
  reopenTemplate,
  saveTemplate,
  storedTemplateFields,
  templateFields,
  templateStages,
} from '@yaoquan/api'
import type { StoredTemplate } from '@yaoquan/client'
import { Option } from 'commander'
import { type CallRow, callRow } from '#calls/call-row'
import { plainLines } from '#calls/wire-values'
import { termLines } from '#terminal/help-notes'
import { localized, say } from '#terminal/output'

/** Coupon templates. */
export const templateRows: readonly CallRow[] = [
  callRow(saveTemplate, {
    takes: ['template'],
    says: ({ version = '', awaitsApproval }, { template }) =>
      awaitsApproval
        ? say(
            `已保存模板 ${template?.couponId}，版本 ${version}，待另一人在控制台审批`,
            `saved template ${template?.couponId}, version ${version}, which waits for approval at the console`,
          )
        : say(
            `已保存模板 ${template?.couponId}，版本 ${version}`,
            `saved template ${template?.couponId}, version ${version}`,
          ),
    notes: fieldsNote,
  }),
  callRow(getTemplate, {
    takes: ['couponId'],
    aliases: { version: 'template-version' },
    says: ({ template = {} }) => plainLines(storedTemplateFields, template),
  }),
  callRow(listTemplates, {
    isWhole: true,
    options: () => [new Option('--open', say('只列出未关闭的模板', 'only open templates')).conflicts('closed')],
    adapt: (request, { open }) => (open ? { ...request, closed: false } : request),
    list: {
      of: 'templates',
      columns: [
        [say('模板', 'Template'), ({ couponId }) => couponId],
        [say('名称', 'Name'), ({ couponName }) => couponName],
        [say('类型', 'Kind'), ({ kind }) => kind],
        [say('版本', 'Version'), ({ version }) => version],
        [say('状态', 'State'), stateOf],
        [say('总库存', 'Stock'), ({ stockTotal }) => stockTotal ?? say('不限', 'unlimited')],
        [say('已领', 'Claimed'), ({ issuedCount }) => issuedCount],
        [say('保存时间', 'Saved'), ({ savedAt }) => savedAt],
      ],
    },
  }),
  callRow(closeTemplate, {
    takes: ['couponId'],
    says: (_result, { couponId }) => say(`已关闭模板 ${couponId}`, `closed template ${couponId}`),
  }),
  callRow(reopenTemplate, {
    takes: ['couponId'],
    says: (_result, { couponId }) => say(`已重新开放模板 ${couponId}`, `template ${couponId} is open again`),
  }),
]

function stateOf({ closed, state, approval, publishAt }: StoredTemplate): string {
  if (closed) return localized(templateStages.stopped)
  if (approval === 'waiting') return localized(templateStages.pending)
  if (state === 'draft') return localized(templateStages.draft)
  return publishAt === undefined ? localized(templateStages.open) : say(`${publishAt} 发布`, `from ${publishAt}`)
}

/** The members of the file of a template. */
function fieldsNote(): string {
  const lines = termLines(Object.values(templateFields).map(({ wire, description }) => [wire, localized(description)]))
  const example =
    '{"coupon_id":"11","coupon_name":"满199减99","kind":"full_reduction","coupon_amount":"99",\n   "order_amount":"199","valid_from_day":0,"valid_to_day":29,"stock_total":10000}'
  return `${say('文件的字段:', 'Members of the file:')}\n${lines}\n\n${say('文件的例子:', 'An example of the file:')}\n  ${example}`
}
