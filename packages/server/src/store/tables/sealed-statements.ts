import { ofSellerIn } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { insertInto, keyOf, select, type Table } from '#database/table'

/** The columns of a text that its lookup finds and the key of `keyNo` seals. With the seller, `ref` is the row's key. */
type SealedColumns<Column> = Readonly<Record<'ref' | 'lookup' | 'sealed' | 'keyNo', Column>>

/** Key number of a row that seals nothing. */
const keyOfNobody = 0

export type SealedStatements = ReturnType<typeof sealedStatements>

/** Statements over phones, cards or texts, and what becomes of their rows. Rows have all columns. */
export function sealedStatements<const Column extends string>(
  table: Table<Column>,
  { ref, lookup, sealed, keyNo }: SealedColumns<Column>,
) {
  const { text, at } = select(table.columns)
  const indexedAnew = (row: SqlRow, index: Uint8Array | undefined): SqlRow => row.with(at[lookup], index ?? null)
  const sealedAnew = (row: SqlRow, bytes: Uint8Array | undefined, key: number): SqlRow =>
    row.with(at[sealed], bytes ?? null).with(at[keyNo], key)
  return {
    /** Takes seller, a reference and a limit: rows of later references, in order. */
    findAfter: `SELECT ${text} FROM ${table.name}
  WHERE seller_id = ? AND ${ref} > ? ORDER BY ${ref} LIMIT ?`,
    insert: insertInto(table).text,
    /** Takes seller and references. */
    remove: ofSellerIn(`DELETE FROM ${table.name}`, ref),
    /** Takes the values of `encodeSeal`. */
    setSeal: `UPDATE ${table.name} SET ${lookup} = ?, ${sealed} = ?, ${keyNo} = ?
  WHERE seller_id = ? AND ${ref} = ?`,
    /** @param row as it is to be stored */
    encodeSeal(row: SqlRow): readonly SqlValue[] {
      return [...[lookup, sealed, keyNo].map((column) => row[at[column]] ?? null), ...keyOf(table, row)]
    },
    /** A row that is found by another index. */
    indexedAnew,
    /** A row that the key of another member seals. */
    sealedAnew,
    /** A row that is found and sealed under other keys. */
    rekeyed: (row: SqlRow, index: Uint8Array | undefined, bytes: Uint8Array): SqlRow =>
      indexedAnew(row, index).with(at[sealed], bytes),
    /** A row whose members were all erased. */
    emptied: (row: SqlRow): SqlRow => sealedAnew(indexedAnew(row, undefined), undefined, keyOfNobody),
  } as const
}
