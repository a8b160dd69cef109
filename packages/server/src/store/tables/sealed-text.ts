import { bytesOf } from '#database/cells'
import { inListTexts, planOnceForOne } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

export const sealedTextTable = defineTable({
  name: 'sealed_text',
  key: ['seller_id', 'text_ref'],
  columns: ['seller_id', 'text_ref', 'text_lookup', 'text_sealed', 'key_no'],
})

export const insertSealedText = insertInto(sealedTextTable)

const stored = select(sealedTextTable.columns)

/** Takes seller and references. */
export const findSealedTexts = inListTexts(
  (marks) =>
    `${planOnceForOne(marks)} SELECT ${stored.text} FROM sealed_text WHERE seller_id = ? AND text_ref IN (${marks})`,
)

/** A row as it is stored; cells that somebody emptied by hand are undefined. */
export type SealedText = Readonly<{
  ref: number
  lookup: Uint8Array | undefined
  sealed: Uint8Array | undefined
  /** Number of the member whose key sealed it; 0 for the key of all sellers. */
  keyNo: number
}>

/** Decodes a row with all columns. */
export function sealedTextOfRow(row: SqlRow): SealedText {
  const { at } = stored
  return {
    ref: Number(row[at.text_ref]),
    lookup: bytesOf(row[at.text_lookup]),
    sealed: bytesOf(row[at.text_sealed]),
    keyNo: Number(row[at.key_no]),
  }
}

const found = select(['text_lookup', 'text_ref'])

/** Takes seller and lookups. Leaves the ciphertexts out. */
export const findTextRefs = inListTexts(
  (marks) =>
    `${planOnceForOne(marks)} SELECT ${found.text} FROM sealed_text WHERE seller_id = ? AND text_lookup IN (${marks})`,
)

/** Decodes a row of `findTextRefs`. */
export function textRefOfRow(row: SqlRow): Readonly<{ lookup: Uint8Array | undefined; ref: number }> {
  return { lookup: bytesOf(row[found.at.text_lookup]), ref: Number(row[found.at.text_ref]) }
}

/** Takes seller, a reference and a limit: rows with all columns of later references, in order. */
export const findSealedTextsAfter = `SELECT ${stored.text} FROM sealed_text
  WHERE seller_id = ? AND text_ref > ? ORDER BY text_ref LIMIT ?`

/** A row that is found and sealed under other keys. */
export function textRekeyed(row: SqlRow, lookup: Uint8Array | undefined, sealed: Uint8Array): readonly SqlValue[] {
  return row.with(stored.at.text_lookup, lookup ?? null).with(stored.at.text_sealed, sealed)
}

/** Takes the values of `encodeTextSeal`. */
export const setTextSeal = `UPDATE sealed_text SET text_lookup = ?, text_sealed = ?, key_no = ?
  WHERE seller_id = ? AND text_ref = ?`

/** @param row with all columns, as it is to be stored */
export function encodeTextSeal(row: SqlRow): readonly SqlValue[] {
  const { text_lookup, text_sealed, key_no, seller_id, text_ref } = stored.named(row)
  return [text_lookup, text_sealed, key_no, seller_id, text_ref]
}
