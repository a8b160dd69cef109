import { bytesOf, numberOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'

/** Where a text may be stored, by the index of each kind. */
const places = [
  ['sealed_text', 'text_lookup', 'text_ref'],
  ['member_phone', 'phone_lookup', 'NULL'],
  ['member_card', 'card_lookup', 'NULL'],
] as const

/** Queries which of two texts are sealed already, or are a phone or card. Takes the values of `namingKeys`. @param before columns of another query */
export function namingQuery(before = ''): string {
  return places
    .map(
      ([table, lookup, ref]) =>
        `SELECT ${before}${lookup}, ${ref} FROM ${table} WHERE seller_id = ? AND ${lookup} IN (?, ?)`,
    )
    .join(' UNION ALL ')
}

/** Indexes of one text. */
export type NamingLookups = Readonly<{ text: Uint8Array; phone: Uint8Array; card: Uint8Array }>

/** The values for `namingQuery`. */
export function namingKeys(sellerId: string, left: NamingLookups, right: NamingLookups): readonly SqlValue[] {
  const kinds = ['text', 'phone', 'card'] as const
  return kinds.flatMap((kind) => [sellerId, left[kind], right[kind]])
}

const found = select(['lookup', 'ref'])

/** Which texts are sealed, and which are a phone or card. */
export type NamingTexts = Readonly<{
  /** The number of a sealed text. */
  refOf(lookups: NamingLookups): number | undefined
  isIdentifier(lookups: NamingLookups): boolean
}>

/** Decodes rows of `namingQuery`. @param offset how many columns of another query are before */
export function namingTextsOfRows(rows: readonly SqlRow[], offset = 0): NamingTexts {
  const refs = new Map<string, number | undefined>()
  for (const row of rows) {
    const lookup = bytesOf(row[offset + found.at.lookup])
    if (lookup !== undefined) refs.set(hexOf(lookup), numberOf(row[offset + found.at.ref]))
  }
  return {
    refOf: ({ text }) => refs.get(hexOf(text)),
    isIdentifier: ({ phone, card }) => refs.has(hexOf(phone)) || refs.has(hexOf(card)),
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
