import type { DateText } from '#domain/dates'
import { readCursor, writeCursor } from '#domain/search/search-cursor'
import type { DayReports } from './day-reports.ts'
import type { Finding } from './finding.ts'
import type { DayReport } from './reconcile-day.ts'

type Asked = Readonly<{
  reports: Pick<DayReports, 'findReport' | 'listFindings'>
  sellerId: string
  day: DateText
  /** Of the page before; absent at the start. */
  cursor: string | undefined
  /** 1..200 */
  limit: number
}>

type Got =
  | Readonly<{ kind: 'page'; report: DayReport; findings: readonly Finding[]; nextCursor: string | undefined }>
  | Readonly<{ kind: 'not-computed' }>
  | Readonly<{ kind: 'invalid-cursor' }>

/** A page of the findings of a day. Once the report was computed again, cursors of the one before are invalid: its findings are others. */
export async function getDayReport({ reports, sellerId, day, cursor, limit }: Asked): Promise<Got> {
  const report = await reports.findReport(sellerId, day)
  if (report === undefined) return { kind: 'not-computed' }
  const ofReport = { reconciled: day, at: report.computedAtMs }
  const after = cursor === undefined ? 0 : readCursor(cursor, ofReport)
  if (after === undefined) return { kind: 'invalid-cursor' }
  const found = await reports.listFindings(sellerId, day, { after, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const nextCursor = last && writeCursor(last.findingNo, ofReport)
  return { kind: 'page', report, findings: page, nextCursor }
}
