import {
  type addJobItems,
  type DayOrder,
  findHeader,
  type ImportKind,
  type ImportQuestion,
  isReasonColumn,
  issuedCouponFields,
  type Mapping,
  questionsOf,
  ReadCounts,
  type ReadField,
  type RequestOf,
  readFileRow,
} from '@yaoquan/api'
import type { Table } from '../files/read-table.ts'

export type ImportRow = NonNullable<RequestOf<typeof addJobItems>['rows']>[number]

/** How the columns of a file are read. @param order of days such as 11/12/2026 */
export type TableReading = Readonly<{ kind: ImportKind; mapping: Mapping; order: DayOrder | undefined }>

/** The rows of a file as an import is given them, and what people have to know of them. */
export type ReadTable = Readonly<{
  rows: readonly ImportRow[]
  counts: ReadCounts
  /** How many rows have to be asked about. */
  questions: ReadonlyMap<ImportQuestion, number>
  /** Rows whose values cannot be used, which the import refuses. */
  faulty: readonly ImportRow[]
}>

/** Reads the rows of a file, without those that have no value. */
export function readTableRows(table: Pick<Table, 'rows' | 'columns' | 'sheet'>, reading: TableReading): ReadTable {
  // Rows of a sheet end with their last value; those of CSV have a value for each column.
  const width = table.sheet === '' ? table.columns.length : undefined
  const reasons = table.columns.findIndex(isReasonColumn)
  const counts = new ReadCounts()
  const questions = new Map<ImportQuestion, number>()
  const rows = table.rows.flatMap((row): readonly ImportRow[] => {
    const { fields, fault } = readFileRow(row, { ...reading, width, reasons })
    if (fields.length === 0 && fault === undefined) return []
    counts.add(fields)
    if (reading.kind === 'import-coupons') {
      for (const question of questionsOf(textsOf(fields))) questions.set(question, (questions.get(question) ?? 0) + 1)
    }
    const values = fields.map(({ name, value }) => ({ name, value }))
    const given = { line: row.line, fields: values, cells: JSON.stringify(row.values) }
    return [fault === undefined ? given : { ...given, fault: fault.zh, faultEn: fault.en }]
  })
  return { rows, counts, questions, faulty: rows.filter(({ fault }) => fault !== undefined) }
}

function textsOf(fields: readonly ReadField[]) {
  const text = (wire: string) => fields.find(({ name }) => name === wire)?.value
  const { phone, cardNo, couponAmount } = issuedCouponFields
  return { phone: text(phone.wire), cardNo: text(cardNo.wire), couponAmount: text(couponAmount.wire) }
}

/** A file from the row on that names its columns: people write a title and notes above it. */
export function fromHeader(table: Table, kind: ImportKind): Table {
  const index = findHeader([table.columns, ...table.rows.map(({ values }) => values)].slice(0, 10), kind)
  const header = table.rows[index - 1]
  return header === undefined ? table : { ...table, columns: header.values, rows: table.rows.slice(index) }
}

const maxExamples = 5

/** The first values of a column, and what they are read as. */
export function examplesOf(
  { rows }: Pick<Table, 'rows'>,
  column: number,
  { mapping, order }: TableReading,
): readonly Readonly<{ given: string; value: string }>[] {
  const single = mapping.map((name, place) => (place === column ? name : undefined))
  const found: Readonly<{ given: string; value: string }>[] = []
  for (const row of rows) {
    if (found.length === maxExamples) break
    const given = (row.values[column] ?? '').trim()
    if (given === '') continue
    const [field] = readFileRow(row, { mapping: single, order, width: undefined }).fields
    found.push({ given, value: field?.value.trim() ?? given })
  }
  return found
}
