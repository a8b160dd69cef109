import { listOf, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { cursor, limit, nextCursor } from './cursor-fields.ts'
import { dayReportFields, findingFields } from './reconciliation-fields.ts'
import { resultOf } from './write-fields.ts'

export const getReconciliation = defineMethod({
  name: 'yaoquan.reconciliation.get',
  title: { zh: '查询对账报告', en: 'Get the reconciliation of a day' },
  description: {
    zh: '查询某日的对账报告：差异与费用。报告在当日结束后由服务端生成，此后一周内随订单、核销与退券更新；差异按游标翻页',
    en: 'Returns the report of a day: findings and cost. Servers compute it after the day has ended, and again for a week when orders, redemptions or returns change; findings come page by page',
  },
  ...reads(category.reconciliation),
  examples: { day: '2026-11-01' },
  request: {
    day: text('day', '2026-11-24', '日期', 'The day (GMT+8)', { required: true, maxLength: 10 }),
    cursor,
    limit: limit(200),
  },
  sampleOmits: ['cursor'],
  ...resultOf(
    'GetReconciliationResult',
    {
      report: object(
        'report',
        { typeName: 'DayReport', fields: dayReportFields },
        '报告；仅首页返回',
        'The report; only on the first page',
      ),
      findings: listOf(
        'findings',
        objects('reconciliation_finding', 'ReconciliationFinding', findingFields),
        '差异与等待，最多保留10000条；更多的只计数',
        'Findings and pending ones; 10,000 of a day are kept, more are counted only',
      ),
      nextCursor,
      expectedAt: text(
        'expected_at',
        '2026-11-25 00:01:00',
        '报告尚未生成时：从何时起生成；不会再有报告则不返回',
        'Of a report that is not computed yet: from when on it is; absent where it never comes',
        { maxLength: 19 },
      ),
    },
    ['result.expectedAt'],
  ),
  errorCodes: [businessErrors.reportNotComputed, businessErrors.invalidCursor],
})
