import { addDays, compareDays, type DateText } from '#domain/dates'
import { addCosts, byCost, type CostLine, type CostReport, type CostSum, noCost } from './cost.ts'
import { type DayReports, type Days, type KeptReport, keptLines } from './day-reports.ts'

/** What costs are summed up by. */
export type CostGroup = 'month' | 'bearer' | 'shop' | 'template'

type Asked = Days &
  Readonly<{
    reports: Pick<DayReports, 'listReports'>
    sellerId: string
    groupBy: CostGroup
  }>

export type SummedCosts = Readonly<{
  /** Days of the period that have a report; the others are in no sum. */
  reportedDays: number
  total: CostSum
  /** Months in their order; else the 1,000 most expensive lines, and the others in one. */
  lines: readonly CostLine[]
}>

/** Adds up the reports of a period, which is read a month at a time: a report may have thousands of lines. */
export async function sumCosts({ reports, sellerId, groupBy, fromDay, toDay }: Asked): Promise<SummedCosts> {
  const lines = new Map<string | undefined, CostLine>()
  let total = noCost
  let reportedDays = 0
  for (let first = fromDay; compareDays(first, toDay) <= 0; first = addDays(first, daysAtOnce)) {
    const last = addDays(first, daysAtOnce - 1)
    const days = { fromDay: first, toDay: compareDays(last, toDay) < 0 ? last : toDay }
    for (const report of await reports.listReports(sellerId, days)) {
      reportedDays += 1
      total = addCosts(total, report.cost.total)
      for (const line of linesOf(report, groupBy)) addLine(lines, line)
    }
  }
  const summed = [...lines.values()]
  return { reportedDays, total, lines: groupBy === 'month' ? summed : keptLines(byCost(summed)) }
}

const daysAtOnce = 31

function linesOf({ day, cost }: KeptReport, groupBy: CostGroup): readonly CostLine[] {
  return groupBy === 'month' ? [{ key: monthOf(day), name: undefined, ...cost.total }] : cost[listOf[groupBy]]
}

const listOf = {
  bearer: 'byBearer',
  shop: 'byShop',
  template: 'byTemplate',
} as const satisfies Record<Exclude<CostGroup, 'month'>, keyof CostReport>

function monthOf(day: DateText): string {
  return day.slice(0, 'YYYY-MM'.length)
}

/** A template has the name of its newest day. */
function addLine(lines: Map<string | undefined, CostLine>, line: CostLine): void {
  const { key, name } = line
  const before = lines.get(key)
  lines.set(key, { key, name: name ?? before?.name, ...addCosts(before ?? noCost, line) })
}
