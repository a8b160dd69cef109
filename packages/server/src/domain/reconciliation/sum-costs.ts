import { addDays, compareDays, type DateText } from '#domain/dates'
import { addCosts, byCost, type CostLine, type CostSum, noCost, otherKeys } from './cost.ts'
import { type DayReports, type Days, type ReportHead, shownLines } from './day-reports.ts'

/** What costs are summed up by. */
export type CostGroup = 'month' | 'bearer' | 'shop' | 'template'

type Input = Days &
  Readonly<{
    reports: Pick<DayReports, 'listReports' | 'findReport'>
    sellerId: string
    groupBy: CostGroup
  }>

export type SummedCosts = Readonly<{
  /** Days of the period that have a report; the others are in no sum. */
  reportedDays: number
  /** Days of these with so many shops, templates or bearers that the report has the cheapest in one line: what other lines have of such a day may be too low. */
  cutDays: number
  total: CostSum
  /** Months in their order; else the 1,000 most expensive lines, and the others in one. */
  lines: readonly CostLine[]
}>

/** Adds up the reports of a period. Costs by shop and template are read a day at a time: a report may have thousands of lines. */
export async function sumCosts(input: Input): Promise<SummedCosts> {
  const lines = new Map<string | undefined, CostLine>()
  let total = noCost
  let reportedDays = 0
  let cutDays = 0
  for await (const ofDay of costsByDay(input)) {
    reportedDays += 1
    total = addCosts(total, ofDay.total)
    if (ofDay.lines.some(({ key }) => key === otherKeys)) cutDays += 1
    for (const line of ofDay.lines) addLine(lines, line)
  }
  const summed = [...lines.values()]
  return { reportedDays, cutDays, total, lines: input.groupBy === 'month' ? summed : shownLines(byCost(summed)) }
}

type CostsOfDay = Readonly<{ total: CostSum; lines: readonly CostLine[] }>

async function* costsByDay({ reports, sellerId, groupBy, fromDay, toDay }: Input): AsyncGenerator<CostsOfDay> {
  for (let first = fromDay; compareDays(first, toDay) <= 0; first = addDays(first, daysAtOnce)) {
    const last = addDays(first, daysAtOnce - 1)
    const days = { fromDay: first, toDay: compareDays(last, toDay) < 0 ? last : toDay }
    for (const head of await reports.listReports(sellerId, days)) {
      if (groupBy === 'month' || groupBy === 'bearer') yield costsOfHead(head, groupBy)
      else {
        const cost = (await reports.findReport(sellerId, head.day))?.cost
        if (cost !== undefined) yield { total: cost.total, lines: groupBy === 'shop' ? cost.byShop : cost.byTemplate }
      }
    }
  }
}

const daysAtOnce = 31

function costsOfHead({ day, cost: { total, byBearer } }: ReportHead, groupBy: 'month' | 'bearer'): CostsOfDay {
  return { total, lines: groupBy === 'bearer' ? byBearer : [{ key: monthOf(day), name: undefined, ...total }] }
}

function monthOf(day: DateText): string {
  return day.slice(0, 'YYYY-MM'.length)
}

/** A template has the name of its newest day. */
function addLine(lines: Map<string | undefined, CostLine>, line: CostLine): void {
  const { key, name } = line
  const before = lines.get(key)
  lines.set(key, { key, name: name ?? before?.name, ...addCosts(before ?? noCost, line) })
}
