import type { UseQueryResult } from '@tanstack/react-query'
import { listDayReports, type openReconciliation } from '@yaoquan/api'
import { addDays } from '../design/days.ts'
import { useToday } from '../design/use-now.ts'
import type { ResultOf } from '../server/call-method.ts'
import { useRead } from '../session/use-server.ts'

export type ReportDays = ResultOf<typeof listDayReports>

/** The reports of 60 days: up to today, or around an earlier day. */
export function useReportDays(day: string | undefined): UseQueryResult<ReportDays, Error> {
  const today = useToday()
  const isOlder = day !== undefined && day <= addDays(today, -shownDays)
  const toDay = isOlder ? addDays(day, shownDays / 2) : today
  return useRead(listDayReports, { fromDay: addDays(toDay, 1 - shownDays), toDay }, { keepsFormer: true })
}

const shownDays = 60

/** The report of a day. */
export type DayReport = NonNullable<ResultOf<typeof openReconciliation>['report']>

export type Finding = ResultOf<typeof openReconciliation>['findings'][number]
