import { bytesOf } from '#database/cells'
import { inListTexts, planOnceForOne } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
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
