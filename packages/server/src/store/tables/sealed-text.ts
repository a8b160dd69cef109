import { inListTexts, ofSellerIn } from '#database/in-list'
import { type Field, number, optionalBytes, record } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

/** A text, or an id of an order or a request, which is found again for good. */
export type TextKind = keyof typeof textKindCodes

export const textKindCodes = { text: 0, id: 1 } as const

/** An altered code is for an audit to find, so it does not throw. */
const textKind: Field<'text_kind', TextKind> = {
  column: 'text_kind',
  read: (code) => (code === textKindCodes.id ? 'id' : 'text'),
  write: (kind) => textKindCodes[kind],
}

/** Cells that were emptied are undefined. */
const sealedText = record({
  ref: number('text_ref'),
  kind: textKind,
  lookup: optionalBytes('text_lookup'),
  sealed: optionalBytes('text_sealed'),
  /** Number of the member whose key sealed it, `keyOfStore` or `noKey`. */
  keyNo: number('key_no'),
})

export const sealedTextTable = defineTable({
  name: 'sealed_text',
  key: ['seller_id', 'text_ref'],
  columns: ['seller_id', ...sealedText.columns],
})

/** `key_no` of what the key of all sellers seals. */
export const keyOfStore = 0
/** `key_no` of an id that is erased: only its lookup is kept. */
export const noKey = -1

export const insertSealedText = insertInto(sealedTextTable)

const stored = select(sealedTextTable.columns)

/** Takes seller and references. */
export const findSealedTexts = inListTexts(
  (marks) => `SELECT ${stored.text} FROM sealed_text WHERE seller_id = ? AND text_ref IN (${marks})`,
)

/** Takes seller, member and limit: rows with all columns of texts under the member's key. */
export const findTextsOfMember = `SELECT ${stored.text} FROM sealed_text WHERE seller_id = ? AND key_no = ? LIMIT ?`

/** Decodes a row with all columns. */
export const sealedTextOfRow = sealedText.decoder(stored.at)

/** A row that another key seals. */
export function textSealedAnew(row: SqlRow, sealed: Uint8Array | undefined, keyNo: number): readonly SqlValue[] {
  return row.with(stored.at.text_sealed, sealed ?? null).with(stored.at.key_no, keyNo)
}

/** A row of a text whose member was erased. An id stays known. */
export function emptiedText(row: SqlRow): readonly SqlValue[] {
  if (sealedTextOfRow(row).kind === 'id') return textSealedAnew(row, undefined, noKey)
  return textSealedAnew(row, undefined, keyOfStore).with(stored.at.text_lookup, null)
}

/** Takes the values of `encodeTextSeal`. */
export const setTextSeal = `UPDATE sealed_text SET text_lookup = ?, text_sealed = ?, key_no = ?
  WHERE seller_id = ? AND text_ref = ?`

/** @param row with all columns, as it is to be stored */
export function encodeTextSeal(row: SqlRow): readonly SqlValue[] {
  const { text_lookup, text_sealed, key_no, seller_id, text_ref } = stored.named(row)
  return [text_lookup, text_sealed, key_no, seller_id, text_ref]
}

const textRef = record({ lookup: optionalBytes('text_lookup'), ref: number('text_ref'), keyNo: number('key_no') })
const found = select(textRef.columns)

/** Takes seller, code of the kind, and lookups. Leaves the ciphertexts out. */
export const findTextRefs = inListTexts(
  (marks) =>
    `SELECT ${found.text} FROM sealed_text
    WHERE seller_id = ? AND text_kind = ? AND text_lookup IN (${marks})`,
)

/** Decodes a row of `findTextRefs`. */
export const textRefOfRow = textRef.decoder(found.at)

/** Takes seller, a reference and a limit: rows with all columns of later references, in order. */
export const findSealedTextsAfter = `SELECT ${stored.text} FROM sealed_text
  WHERE seller_id = ? AND text_ref > ? ORDER BY text_ref LIMIT ?`

/** A row that is found by another index. */
export function textIndexedAnew(row: SqlRow, lookup: Uint8Array | undefined): readonly SqlValue[] {
  return row.with(stored.at.text_lookup, lookup ?? null)
}

/** A row that is found and sealed under other keys. */
export function textRekeyed(row: SqlRow, lookup: Uint8Array | undefined, sealed: Uint8Array): readonly SqlValue[] {
  return textIndexedAnew(row, lookup).with(stored.at.text_sealed, sealed)
}

/** Takes seller and references. */
export const deleteSealedTexts = ofSellerIn('DELETE FROM sealed_text', 'text_ref')
