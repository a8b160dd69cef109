import type { DateText } from '#domain/dates'
import type { Page, Paging } from '#domain/page'
import { readCursor, writeCursor } from '#domain/search/search-cursor'
import type { DayReports } from './day-reports.ts'
import type { Finding } from './finding.ts'
import type { DayReport } from './reconcile-day.ts'

type Asked = Paging & Readonly<{ reports: Pick<DayReports, 'findReport' | 'listFindings'>; day: DateText }>

type Got = (Page<Finding> & Readonly<{ report: DayReport }>) | Readonly<{ kind: 'not-computed' }>

/** A page of the findings of a day. Once the report was computed again, cursors of the one before are invalid: its findings are others. */
export async function getDayReport({ reports, sellerId, day, cursor, limit }: Asked): Promise<Got> {
  const report = await reports.findReport(sellerId, day)
  if (report === undefined) return { kind: 'not-computed' }
  const ofReport = { reconciled: day, at: report.computedAtMs }
  const after = cursor === undefined ? 0 : readCursor(cursor, ofReport)
  if (after === undefined) return { kind: 'invalid-cursor', report }
  const found = await reports.listFindings(sellerId, day, { after, limit: limit + 1 })
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { kind: 'page', report, rows, nextCursor: last && writeCursor(last.findingNo, ofReport) }
}
