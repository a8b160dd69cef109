import { listDayReports } from '@yaoquan/api'
import { dayOf, momentText } from '#domain/dates'
import { formatSigned } from '#domain/money'
import type { ReportHead } from '#domain/reconciliation/day-reports'
import type { LifecycleDependencies, Method } from './method.ts'
import { readPeriod } from './read-times.ts'

const maxDays = 100

/** The days that have a report, the newest first. */
export function listDayReportsMethod({
  reports,
}: Pick<LifecycleDependencies, 'reports'>): Method<typeof listDayReports> {
  return {
    definition: listDayReports,
    async call(input, { sellerId, nowMs }) {
      const period = readPeriod(input, dayOf(nowMs), maxDays)
      const days = (await reports.listReports(sellerId, period)).toReversed().map(shownDay)
      return { result: { ...period, days, success: true } }
    },
  }
}

function shownDay({ day, computedAtMs, findingCount, handledCount, pendingCount, orders, cost }: ReportHead) {
  const { redemptions, returns, netFen } = cost.total
  return {
    day,
    computedAt: momentText(computedAtMs),
    findingCount,
    handledCount,
    pendingCount,
    orders,
    redemptions,
    returns,
    netAmount: formatSigned(netFen),
  }
}
