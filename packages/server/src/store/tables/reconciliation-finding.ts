import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { KeptFindings } from '#domain/reconciliation/day-reports'
import type { Finding } from '#domain/reconciliation/finding'

export const reconciliationFindingTable = defineTable({
  name: 'reconciliation_finding',
  key: ['seller_id', 'day_text', 'finding_no'],
  columns: ['seller_id', 'day_text', 'finding_no', 'finding_text'],
})

const insertion = insertInto(reconciliationFindingTable)
const listed = select(['finding_no', 'finding_text'])

/** Takes the values of `encodeFinding`. */
export const insertFinding = insertion.text

/** @param findingNo from 1 */
export function encodeFinding(
  finding: Finding,
  { sellerId, day, findingNo }: Readonly<{ sellerId: string; day: string; findingNo: number }>,
): readonly SqlValue[] {
  const text = JSON.stringify(finding)
  return insertion.encode({ seller_id: sellerId, day_text: day, finding_no: findingNo, finding_text: text })
}

const stored = select(reconciliationFindingTable.columns)

/** Takes seller and day: rows with all columns. */
export const findAllFindings = `SELECT ${stored.text} FROM reconciliation_finding WHERE seller_id = ? AND day_text = ?`

/** Takes seller and day. */
export const deleteFindings = 'DELETE FROM reconciliation_finding WHERE seller_id = ? AND day_text = ?'

/** Takes seller, day, a number and limit: findings past the number, in order. */
export const listFindings = `SELECT ${listed.text} FROM reconciliation_finding
  WHERE seller_id = ? AND day_text = ? AND finding_no > ? ORDER BY finding_no LIMIT ?`

/** Decodes a row of `listFindings`. Only this program writes the table, so the type is not checked. */
export function findingOfRow(row: SqlRow): KeptFindings[number] {
  return { ...JSON.parse(String(row[listed.at.finding_text])), findingNo: Number(row[listed.at.finding_no]) }
}
