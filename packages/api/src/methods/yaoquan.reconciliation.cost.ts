import { countOf, listOf, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { costLines, sumFields } from './reconciliation-fields.ts'
import { resultOf } from './write-fields.ts'

export const sumCosts = defineMethod({
  name: 'yaoquan.reconciliation.cost',
  title: { zh: '费用汇总', en: 'Sum up costs' },
  description: {
    zh: '一段日期的券费用，按承担方、门店、模板或月份汇总；为各日对账报告之和，没有报告的日期不在其中',
    en: 'The cost of coupons in a period by bearer, shop, template or month: the sum of the reports of its days. Days without a report are not in it',
  },
  ...reads(category.reconciliation),
  request: {
    fromDay: text(
      'from_day',
      '2026-11-01',
      '起始日期，缺省为 to_day 当月1日',
      'First day; default the first of the month of to_day',
      {
        maxLength: 10,
      },
    ),
    toDay: text(
      'to_day',
      '2026-11-30',
      '截止日期（含），缺省为昨天；最长366天',
      'Last day, inclusive; default yesterday. At most 366 days',
      { maxLength: 10 },
    ),
    groupBy: text(
      'group_by',
      'bearer',
      '汇总：bearer承担方 shop门店 template模板 month月份',
      'Rows: bearer, shop, template or month',
      { required: true, oneOf: ['bearer', 'shop', 'template', 'month'] },
    ),
  },
  sampleOmits: ['fromDay', 'toDay'],
  ...resultOf('SumCostsResult', {
    fromDay: text('from_day', '2026-11-01', '起始日期', 'First day', { required: true }),
    toDay: text('to_day', '2026-11-30', '截止日期', 'Last day', { required: true }),
    days: countOf('days', '日期数', 'Days of the period', 30),
    reportedDays: countOf('reported_days', '其中有报告的日期数', 'Days of it that have a report', 24),
    cutDays: countOf(
      'cut_days',
      '有报告的日期中，报告没有列出全部门店、模板或承担方的天数；大于0时，“…”以外各行可能偏低',
      'Reported days whose reports do not list all shops, templates or bearers; if above 0, rows other than "…" may be too low',
    ),
    ...sumFields,
    rows: listOf(
      'rows',
      costLines,
      '月份按先后；其余费用高的在前，最多1000行，更多的合为最后的“…”一行',
      'Months in their order; else the most expensive first, 1,000 at most, and all others in one, "…", which is last',
    ),
  }),
  errorCodes: [],
})
