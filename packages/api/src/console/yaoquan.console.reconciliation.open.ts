import { list } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { resultOf } from '../methods/write-fields.ts'
import { getReconciliation } from '../methods/yaoquan.reconciliation.get.ts'
import { actorName } from './named-fields.ts'

const { report, findings, nextCursor, expectedAt } = getReconciliation.response.result.fields

/** What the reconciliation of a day shows, in one answer. */
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
