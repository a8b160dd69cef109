import { boolean, list, text } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, outRequestNo, resultOf, warnings } from '../methods/write-fields.ts'
import { getReconciliation } from '../methods/yaoquan.reconciliation.get.ts'
import { consoleErrors } from './console-errors.ts'
import { actorName } from './named-fields.ts'

export const handleFinding = defineMethod({
  name: 'yaoquan.console.finding.handle',
  title: { zh: '处理对账差异', en: 'Handle a finding' },
  description: {
    zh: '将一条对账差异标记为已处理，或重新打开，附说明。报告重新生成后，同一差异仍为已处理；差异消失后再次出现，或金额改变，则重新待处理',
    en: 'Marks a finding of a reconciliation as handled, or as open again, with a note. It stays handled when the report is computed again; a finding that disappears and comes again, or whose amounts change, is open again',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('FINDING-20261125-0001'),
    day: text('day', '2026-11-24', '日期', 'Day of the report (GMT+8)', { required: true, maxLength: 10 }),
    findingId: text(
      'finding_id',
      '["REDEEMED_NO_ORDER","SO-1001","111aaa",null,"01",9900,null,null,null]',
      '差异标识，取自对账报告',
      'Id of the finding, from the report',
      { required: true, maxLength: 1024 },
    ),
    note: text(
      'note',
      '收银机补传了订单',
      '说明；手机号打码后以明文永久保存，不要写会员的姓名与号码',
      'Note; phones in it are masked. It is kept in clear for ever: no names or numbers of members',
      {
        required: true,
        maxLength: 256,
      },
    ),
    reopen: boolean('reopen', false, '为 true 时重新打开', 'true: the finding is open again'),
  },
  sampleOmits: ['reopen'],
  ...resultOf('HandleFindingResult', { alreadyDone, warnings }),
  errorCodes: [
    businessErrors.idempotentConflict,
    consoleErrors.findingNotFound,
    consoleErrors.findingPending,
    consoleErrors.findingChanged,
    consoleErrors.findingOpen,
  ],
})

const { report, findings, nextCursor, expectedAt } = getReconciliation.response.result.fields

export const openReconciliation = defineMethod({
  name: 'yaoquan.console.reconciliation.open',
  title: { zh: '打开某日的对账报告', en: 'Open the reconciliation of a day' },
  description: {
    zh: '某日的对账报告与差异，同 yaoquan.reconciliation.get，以及处理人的名称',
    en: 'The report and the findings of a day, as yaoquan.reconciliation.get answers, with the names of who handled them',
  },
  ...reads(category.console),
  request: getReconciliation.request,
  sampleOmits: ['cursor'],
  ...resultOf(
    'OpenReconciliationResult',
    {
      report,
      findings,
      nextCursor,
      expectedAt,
      actors: list('actors', actorName, '处理人的名称', 'The names of who handled findings'),
    },
    ['result.expectedAt'],
  ),
  errorCodes: [...getReconciliation.errorCodes],
})
