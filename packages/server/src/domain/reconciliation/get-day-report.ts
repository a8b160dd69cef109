import { addDays, compareDays, type DateText, dayOf, startOfDay } from '#domain/dates'
import type { KeptFinding } from '#domain/findings/finding'
import type { Page, Paging } from '#domain/page'
import { readCursor, writeCursor } from '#domain/search/search-cursor'
import type { DayReports, KeptReport } from './day-reports.ts'

type Input = Paging &
  Readonly<{ reports: Pick<DayReports, 'findReport' | 'listFindings'>; day: DateText; nowMs: number }>

type Got =
  | (Page<KeptFinding> & Readonly<{ report: KeptReport }>)
  /** `expectedMs`: when the report comes, or came due; undefined for a day whose report never comes. */
  | Readonly<{ kind: 'not-computed'; expectedMs: number | undefined }>

/** A page of the findings of a day. Once the report was computed again, cursors of the one before are invalid: its findings are others. */
export async function getDayReport({ reports, sellerId, day, nowMs, cursor, limit }: Input): Promise<Got> {
  const report = await reports.findReport(sellerId, day)
  if (report === undefined) {
    const isKeptUp = compareDays(day, addDays(dayOf(nowMs), -keptUpDays)) >= 0
    return { kind: 'not-computed', expectedMs: isKeptUp ? firstReportMs(day) : undefined }
  }
  const ofReport = { reconciled: day, at: report.computedAtMs }
  const after = cursor === undefined ? 0 : readCursor(cursor, ofReport)
  if (after === undefined) return { kind: 'invalid-cursor', report }
  const found = await reports.listFindings(sellerId, day, { after, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { kind: 'page', report, rows, nextCursor: last && writeCursor(last.findingNo, ofReport) }
}

/** Days before today that are kept up; tills report within three days, and ERPs later. */
export const keptUpDays = 7
/** After the end of a day, for what is under way. */
const afterMidnightMs = 60_000

/** When the first report of a day is computed, epoch milliseconds. */
export function firstReportMs(day: DateText): number {
  return startOfDay(addDays(day, 1)) + afterMidnightMs
}
