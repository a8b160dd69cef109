import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { KeptFinding } from '#domain/findings/finding'

export const reconciliationFindingTable = defineTable({
  name: 'reconciliation_finding',
  key: ['seller_id', 'day_text', 'finding_no'],
  columns: ['seller_id', 'day_text', 'finding_no', 'finding_text'],
})

const insertion = insertInto(reconciliationFindingTable)
const listed = select(['finding_no', 'finding_text'])

export const insertFinding = insertion.text

type OfDay = Readonly<{ sellerId: string; day: string }>

export function encodeFinding(finding: KeptFinding, { sellerId, day }: OfDay): readonly SqlValue[] {
  const cells = { finding_no: finding.findingNo, finding_text: findingText(finding) }
  return insertion.encode({ seller_id: sellerId, day_text: day, ...cells })
}

/** The text of a finding in its row. */
export function findingText({ findingNo: _, ...finding }: KeptFinding): string {
  return JSON.stringify(finding)
}

const stored = select(reconciliationFindingTable.columns)

/** The rows have all columns. */
export const findAllFindings = sql`SELECT ${stored.text} FROM reconciliation_finding WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')}`

/** A finding by its number, with all columns. */
export const findFinding = sql`SELECT ${stored.text} FROM reconciliation_finding
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND finding_no = ${p.number('findingNo')}`

/** Findings whose text has a part, with all columns: those of `orderPart` are of an order, and a few others. */
export const findFindingsWith = sql`SELECT ${stored.text} FROM reconciliation_finding
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND INSTR(finding_text, ${p.text('part')}) > 0`

/** What the text of a finding of an order has. */
export function orderPart(orderId: string): string {
  return JSON.stringify({ orderId }).slice(1, -1)
}

export const deleteFindings = sql`DELETE FROM reconciliation_finding
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND finding_no IN (${p.numbers('findingNos')})`

/** Findings after a number, in order. */
export const listFindings = sql`SELECT ${listed.text} FROM reconciliation_finding
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND finding_no > ${p.number('afterFindingNo')} ORDER BY finding_no LIMIT ${p.number('limit')}`

const changedText = assign(['finding_text'])

/** Replaces the text of a finding. */
export const changeFinding = sql`UPDATE reconciliation_finding SET ${changedText}
  WHERE seller_id = ${p.text('sellerId')} AND day_text = ${p.text('dayText')} AND finding_no = ${p.number('findingNo')}`

/** Decodes a row with all columns. */
export function findingOfFullRow(row: SqlRow): KeptFinding {
  const { finding_text: text, finding_no: no } = stored.at
  return { ...JSON.parse(String(row[text])), findingNo: Number(row[no]) }
}

/** Decodes a row of `listFindings`. Only this program writes the table, so the type is not checked. */
export function findingOfRow(row: SqlRow): KeptFinding {
  return { ...JSON.parse(String(row[listed.at.finding_text])), findingNo: Number(row[listed.at.finding_no]) }
}
