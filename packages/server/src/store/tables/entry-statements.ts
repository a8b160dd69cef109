import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, type Statement, sql, taking } from '#database/statement'
import { assign, insertInto, select, type Table, type Written } from '#database/table'
import type { Entry } from '#domain/master-data/master-data-store'

/** The statements over a table of master data. */
export type EntryStatements<E extends Entry> = Readonly<{
  /** See `UnitOfWork.insert`. */
  insertion: Readonly<{ text: string }>
  /** The row for `insertion`. */
  encode: (sellerId: string, entry: E) => SqlRow
  update: ((sellerId: string, entry: E) => BoundStatement) & Readonly<{ texts: readonly string[] }>
  /** Finds rows by codes. */
  find: Statement<Readonly<{ sellerId: string; codes: readonly string[] }>>
  /** The entries after a code, in order. */
  list: Statement<Readonly<{ sellerId: string; afterCode: string; limit: number }>>
  /** Decodes a row of `find` or `list`. */
  ofRow: (row: SqlRow) => E
}>

/** How the columns of an entry are read and written, as `record` gives it. */
type EntryRecord<E extends Entry> = Readonly<{
  columns: readonly string[]
  decoder(at: Readonly<Record<string, number>>): (row: SqlRow) => E
  cells(entry: E): Written<string>
}>

/** @param code the column of the code */
export function entryStatements<E extends Entry>(
  table: Table,
  code: string,
  entry: EntryRecord<E>,
): EntryStatements<E> {
  const sellerId = p.text('sellerId')
  const from = sql`SELECT ${table.columns.join(', ')} FROM ${table.name} WHERE seller_id = ${sellerId}`
  const insertion = insertInto(table)
  const changed = assign(entry.columns.filter((column) => column !== code))
  const update = sql`UPDATE ${table.name} SET ${changed} WHERE seller_id = ${sellerId} AND ${code} = ${p.text('code')}`
  return {
    insertion,
    encode: (seller, input) => insertion.encode({ seller_id: seller, ...entry.cells(input) }),
    update: taking(update, (seller: string, input: E) => {
      return { ...entry.cells(input), sellerId: seller, code: input.code }
    }),
    find: sql`${from} AND ${code} IN (${p.texts('codes')})`,
    list: sql`${from} AND ${code} > ${p.text('afterCode')} ORDER BY ${code} LIMIT ${p.number('limit')}`,
    ofRow: entry.decoder(select(table.columns).at),
  }
}
