import { ofSellerIn } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, insertInto, select, type Table, type Written } from '#database/table'
import type { Entry } from '#domain/master-data/master-data-store'

/** The statements over a table of master data. */
export type EntryStatements<E extends Entry> = Readonly<{
  /** Takes `insertValues`. */
  insert: string
  /** Takes `updateValues`. */
  update: string
  /** Takes seller and codes, by width. */
  find: ReadonlyMap<number, string>
  /** Takes seller, code and limit: the entries after the code, in order. */
  list: string
  insertValues: (sellerId: string, entry: E) => readonly SqlValue[]
  updateValues: (sellerId: string, entry: E) => readonly SqlValue[]
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
  const from = `SELECT ${table.columns.join(', ')} FROM ${table.name}`
  const inserted = insertInto(table)
  const changed = assign(entry.columns.filter((column) => column !== code))
  return {
    insert: inserted.text,
    update: `UPDATE ${table.name} SET ${changed.text} WHERE seller_id = ? AND ${code} = ?`,
    find: ofSellerIn(from, code),
    list: `${from} WHERE seller_id = ? AND ${code} > ? ORDER BY ${code} LIMIT ?`,
    insertValues: (sellerId, given) => inserted.encode({ seller_id: sellerId, ...entry.cells(given) }),
    updateValues: (sellerId, given) => [...changed.encode(entry.cells(given)), sellerId, given.code],
    ofRow: entry.decoder(select(table.columns).at),
  }
}
