import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
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

/** The rows have all columns. */
export const findAllFindings = sql`SELECT ${stored.text} FROM reconciliation_finding WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

export const deleteFindings = sql`DELETE FROM reconciliation_finding WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** Findings after a number, in order. */
export const listFindings = sql`SELECT ${listed.text} FROM reconciliation_finding
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND finding_no > ${p.number('afterFindingNo')} ORDER BY finding_no LIMIT ${p.number('limit')}`

/** Decodes a row of `listFindings`. Only this program writes the table, so the type is not checked. */
export function findingOfRow(row: SqlRow): KeptFindings[number] {
  return { ...JSON.parse(String(row[listed.at.finding_text])), findingNo: Number(row[listed.at.finding_no]) }
}
