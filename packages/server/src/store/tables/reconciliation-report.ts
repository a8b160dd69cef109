import { numberOf, textOf } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select, type Written } from '#database/table'
import type { KeptReport, ReportHead, ReportLease } from '#domain/reconciliation/day-reports'
import { headEnd, headOfText, reportOfText, reportTextOf, withHandled } from './report-text.ts'

const computedColumns = [
  'due_ms',
  'computed_at_ms',
  'through_seq',
  'pending_count',
  'deadline_ms',
  'report_text',
] as const

export const reconciliationReportTable = defineTable({
  name: 'reconciliation_report',
  key: ['seller_id', 'day_text'],
  columns: ['seller_id', 'day_text', ...computedColumns],
})

const insertion = insertInto(reconciliationReportTable)
const changed = assign(computedColumns)
const lease = select(['day_text', 'due_ms', 'computed_at_ms', 'through_seq', 'pending_count', 'deadline_ms'])

/** Inserts a report that is not computed yet. */
export function insertReport(sellerId: string, day: string, dueMs: number): BoundStatement {
  const nothing = {
    computed_at_ms: undefined,
    through_seq: undefined,
    pending_count: undefined,
    deadline_ms: undefined,
  }
  return insertion({ seller_id: sellerId, day_text: day, due_ms: dueMs, ...nothing, report_text: undefined })
}

export const takeReportLease = sql`UPDATE reconciliation_report SET due_ms = ${p.number('nextMs')}
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND due_ms = ${p.number('dueMs')}`

type ComputedCells = Written<(typeof computedColumns)[number]>

/** Saves what was computed in a lease. */
export const saveReport = sql`UPDATE reconciliation_report SET ${changed}
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND due_ms = ${p.number('leaseMs')}`

/** The cells that computing a report changes. */
export function computedCells(report: KeptReport, nextDueMs: number): ComputedCells {
  return {
    due_ms: nextDueMs,
    computed_at_ms: report.computedAtMs,
    through_seq: report.throughSeq,
    pending_count: report.pendingCount,
    deadline_ms: report.deadlineMs,
    report_text: reportTextOf(report),
  }
}

const stored = select(reconciliationReportTable.columns)

/** Locks the row until the end of the transaction. */
export const lockReport = sql`UPDATE reconciliation_report SET due_ms = due_ms WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** The row has all columns. */
export const findReportRow = sql`SELECT ${stored.text} FROM reconciliation_report WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** The text of a row with all columns. */
export function textOfReportRow(row: SqlRow): string | undefined {
  return textOf(row[stored.at.report_text])
}

/** When a row with all columns is due. */
export function dueOfReport(row: SqlRow): number {
  return Number(row[stored.at.due_ms])
}

/** The row that `saveReport` makes of a row with all columns. */
export function savedReportRow(row: SqlRow, cells: ComputedCells): SqlRow {
  const values = changed.encode(cells)
  return [...row.slice(0, row.length - values.length), ...values]
}

/** Leases of that day and later ones. */
export const listReportLeases = sql`SELECT ${lease.text} FROM reconciliation_report WHERE seller_id = ${p.text('sellerId')} AND day_text >= ${p.text('fromDay')}`

/** Decodes a row of `listReportLeases`. */
export function reportLeaseOfRow(row: SqlRow): ReportLease {
  const { at } = lease
  const computedAtMs = numberOf(row[at.computed_at_ms])
  const computed = computedAtMs !== undefined && {
    atMs: computedAtMs,
    throughSeq: Number(row[at.through_seq]),
    pendingCount: Number(row[at.pending_count]),
    deadlineMs: Number(row[at.deadline_ms]),
  }
  return { day: String(row[at.day_text]), dueMs: Number(row[at.due_ms]), computed: computed || undefined }
}

/** Gives the text of a report. */
export const findReport = sql`SELECT report_text FROM reconciliation_report WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** Gives the heads of reports of a period, by day, without their costs by shop and template. */
export const listReports = sql`SELECT CASE WHEN INSTR(report_text, '${headEnd}') = 0 THEN report_text
    ELSE SUBSTR(report_text, 1, INSTR(report_text, '${headEnd}') - 1) END FROM reconciliation_report
  WHERE seller_id = ${p.text('sellerId')} AND day_text >= ${p.text('fromDay')} AND day_text <= ${p.text('toDay')} ORDER BY day_text`

/** Decodes a row of `findReport`; undefined until the report was computed. */
export function reportOfRow([cell]: SqlRow): KeptReport | undefined {
  const text = textOf(cell)
  return text === undefined ? undefined : reportOfText(text)
}

/** Decodes a row of `listReports`; undefined until the report was computed. */
export function reportHeadOfRow([cell]: SqlRow): ReportHead | undefined {
  const text = textOf(cell)
  return text === undefined ? undefined : headOfText(text)
}

const changedText = assign(['report_text'])

/** Replaces the text of a report. */
export const changeReport = sql`UPDATE reconciliation_report SET ${changedText} WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** The text of a row with all columns with a finding more or less handled; undefined until the report was computed. */
export function handledReportText(row: SqlRow, change: 1 | -1): string | undefined {
  const text = textOfReportRow(row)
  return text === undefined ? undefined : withHandled(text, change)
}

/** The row that `changeReport` makes of a row with all columns. */
export function changedReportRow(row: SqlRow, reportText: string): SqlRow {
  return row.map((cell, place) => (place === stored.at.report_text ? reportText : cell))
}
