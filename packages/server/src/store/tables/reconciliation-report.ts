import { numberOf, textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { ReportTurn } from '#domain/reconciliation/day-reports'
import type { DayReport } from '#domain/reconciliation/reconcile-day'

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
const turn = select(['day_text', 'due_ms', 'computed_at_ms', 'through_seq', 'pending_count', 'deadline_ms'])

/** Takes the values of `encodeFirstTurn`. */
export const insertReport = insertion.text

/** The row of a report that is not computed yet. */
export function encodeFirstTurn(sellerId: string, day: string, dueMs: number): readonly SqlValue[] {
  const nothing = {
    computed_at_ms: undefined,
    through_seq: undefined,
    pending_count: undefined,
    deadline_ms: undefined,
  }
  return insertion.encode({ seller_id: sellerId, day_text: day, due_ms: dueMs, ...nothing, report_text: undefined })
}

/** Takes the end of the turn, seller, day and the turn. */
export const takeReportTurn = `UPDATE reconciliation_report SET due_ms = ?
  WHERE seller_id = ? AND day_text = ? AND due_ms = ?`

/** Takes the values of `encodeReport`, seller, day and the turn. */
export const saveReport = `UPDATE reconciliation_report SET ${changed.text}
  WHERE seller_id = ? AND day_text = ? AND due_ms = ?`

export function encodeReport(report: DayReport, nextDueMs: number): readonly SqlValue[] {
  return changed.encode({
    due_ms: nextDueMs,
    computed_at_ms: report.computedAtMs,
    through_seq: report.throughSeq,
    pending_count: report.pendingCount,
    deadline_ms: report.deadlineMs,
    report_text: JSON.stringify(report),
  })
}

const stored = select(reconciliationReportTable.columns)

/** Takes seller and day: locks the row until the end of the transaction. */
export const lockReport = 'UPDATE reconciliation_report SET due_ms = due_ms WHERE seller_id = ? AND day_text = ?'

/** Takes seller and day: the row with all columns. */
export const findReportRow = `SELECT ${stored.text} FROM reconciliation_report WHERE seller_id = ? AND day_text = ?`

/** When a row with all columns is due. */
export function dueOfReport(row: SqlRow): number {
  return Number(row[stored.at.due_ms])
}

/** The row that `saveReport` makes of a row with all columns. @param values of `encodeReport` */
export function savedReportRow(row: SqlRow, values: readonly SqlValue[]): SqlRow {
  return [...row.slice(0, row.length - values.length), ...values]
}

/** Takes seller and day: turns of that day and later ones. */
export const listReportTurns = `SELECT ${turn.text} FROM reconciliation_report WHERE seller_id = ? AND day_text >= ?`

/** Decodes a row of `listReportTurns`. */
export function reportTurnOfRow(row: SqlRow): ReportTurn {
  const { at } = turn
  const computedAtMs = numberOf(row[at.computed_at_ms])
  const computed = computedAtMs !== undefined && {
    atMs: computedAtMs,
    throughSeq: Number(row[at.through_seq]),
    pendingCount: Number(row[at.pending_count]),
    deadlineMs: Number(row[at.deadline_ms]),
  }
  return { day: String(row[at.day_text]), dueMs: Number(row[at.due_ms]), computed: computed || undefined }
}

/** Takes seller and day; gives the text of a report. */
export const findReport = 'SELECT report_text FROM reconciliation_report WHERE seller_id = ? AND day_text = ?'

/** Decodes a row of `findReport`. Only this program writes the table, so the type is not checked. */
export function reportOfRow([cell]: SqlRow): DayReport | undefined {
  const text = textOf(cell)
  return text === undefined ? undefined : JSON.parse(text)
}
