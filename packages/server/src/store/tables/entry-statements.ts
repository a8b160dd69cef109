import type { SqlRow, SqlValue } from '#database/sql-engine'
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
