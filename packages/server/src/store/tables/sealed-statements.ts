import type { SqlRow } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, equal, insertInto, type NamedRow, select, type Table } from '#database/table'

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
  const { text, at, named } = select(table.columns)
  const setSeal = taking<NamedRow<Column>, readonly [row: SqlRow]>(
    sql`UPDATE ${table.name} SET ${assign([lookup, sealed, keyNo])} WHERE ${equal(table.key)}`,
    named,
  )
  const indexedAnew = (row: SqlRow, index: Uint8Array | undefined): SqlRow => row.with(at[lookup], index ?? null)
  const sealedAnew = (row: SqlRow, bytes: Uint8Array | undefined, key: number): SqlRow =>
    row.with(at[sealed], bytes ?? null).with(at[keyNo], key)
  return {
    /** Rows of later references, in order. */
    findAfter: sql`SELECT ${text} FROM ${table.name}
  WHERE seller_id = ${p.text('sellerId')} AND ${ref} > ${p.number('afterRef')} ORDER BY ${ref} LIMIT ${p.number('limit')}`,
    insertion: insertInto(table),
    remove: sql`DELETE FROM ${table.name} WHERE seller_id = ${p.text('sellerId')} AND ${ref} IN (${p.numbers('refs')})`,
    /** Stores the seal of a row. @param row as it is to be stored */
    setSeal,
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
