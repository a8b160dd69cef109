import { type Field, number, optionalBytes, record } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import { sealedStatements } from './sealed-statements.ts'

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

export const sealedTexts = sealedStatements(sealedTextTable, {
  ref: 'text_ref',
  lookup: 'text_lookup',
  sealed: 'text_sealed',
  keyNo: 'key_no',
})

const stored = select(sealedTextTable.columns)

export const findSealedTexts = keyedBy(
  sql`SELECT ${stored.text} FROM sealed_text WHERE seller_id = ${p.text('sellerId')} AND text_ref IN (${p.numbers('refs')})`,
  stored.at.text_ref,
)

/** Rows with all columns of texts under the member's key. */
export const findTextsOfMember = sql`SELECT ${stored.text} FROM sealed_text WHERE seller_id = ${p.text('sellerId')} AND key_no = ${p.number('keyNo')} LIMIT ${p.number('limit')}`

/** Decodes a row with all columns. */
export const sealedTextOfRow = sealedText.decoder(stored.at)

/** A row of a text whose member was erased. An id stays known. */
export function emptiedText(row: SqlRow): readonly SqlValue[] {
  return sealedTextOfRow(row).kind === 'id' ? sealedTexts.sealedAnew(row, undefined, noKey) : sealedTexts.emptied(row)
}

const textRef = record({ lookup: optionalBytes('text_lookup'), ref: number('text_ref'), keyNo: number('key_no') })
const found = select(textRef.columns)

/** Leaves the ciphertexts out. */
export const findTextRefs = keyedBy(
  sql`SELECT ${found.text} FROM sealed_text
    WHERE seller_id = ${p.text('sellerId')} AND text_kind = ${p.number('textKind')} AND text_lookup IN (${p.byteses('textLookups')})`,
  found.at.text_lookup,
)

/** Decodes a row of `findTextRefs`. */
export const textRefOfRow = textRef.decoder(found.at)
