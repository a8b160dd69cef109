import { listOf, objects } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { hundredDays, shownDays } from './figure-fields.ts'
import { listedReportFields } from './reconciliation-fields.ts'
import { resultOf } from './write-fields.ts'

export const listDayReports = defineMethod({
  name: 'yaoquan.reconciliation.list',
  title: { zh: '对账日列表', en: 'List reconciled days' },
  description: {
    zh: '一段日期内有对账报告的每一天，新的在前：差异数、已处理数、等待数与费用',
    en: 'Each day of a period that has a report, the newest first: findings, handled and pending ones, and the cost',
  },
  ...reads(category.reconciliation),
  request: {
    ...hundredDays,
  },
  sampleOmits: ['fromDay', 'toDay'],
  ...resultOf('ListDayReportsResult', {
    ...shownDays,
    days: listOf(
      'days',
      objects('reconciled_day', 'ReconciledDay', listedReportFields),
      '有报告的日期，新的在前',
      'Days that have a report, the newest first',
    ),
  }),
  errorCodes: [],
})
