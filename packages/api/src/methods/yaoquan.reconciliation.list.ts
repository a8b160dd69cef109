import { listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { listedReportFields } from './reconciliation-fields.ts'
import { resultOf } from './write-fields.ts'

/** The days that have a report. */
export const listDayReports = defineMethod({
  name: 'yaoquan.reconciliation.list',
  title: { zh: '对账日列表', en: 'List reconciled days' },
  description: {
    zh: '一段日期内有对账报告的每一天，新的在前：差异数、已处理数、等待数与费用',
    en: 'Each day of a period that has a report, the newest first: findings, handled and pending ones, and the cost',
  },
  ...reads(category.reconciliation),
  request: {
    fromDay: text(
      'from_day',
      '2026-10-26',
      '起始日期，缺省为 to_day 之前29天',
      'First day; default 29 days before to_day',
      {
        maxLength: 10,
      },
    ),
    toDay: text(
      'to_day',
      '2026-11-24',
      '截止日期（含），缺省为今天；最长100天',
      'Last day, inclusive; default today. At most 100 days',
      { maxLength: 10 },
    ),
  },
  sampleOmits: ['fromDay', 'toDay'],
  ...resultOf('ListDayReportsResult', {
    fromDay: text('from_day', '2026-10-26', '起始日期', 'First day', { required: true }),
    toDay: text('to_day', '2026-11-24', '截止日期', 'Last day', { required: true }),
    days: listOf(
      'days',
      objects('reconciled_day', 'ReconciledDay', listedReportFields),
      '有报告的日期，新的在前',
      'Days that have a report, the newest first',
    ),
  }),
  errorCodes: [],
})
