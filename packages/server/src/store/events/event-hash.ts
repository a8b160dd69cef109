import { hash } from 'node:crypto'
import type { SqlValue } from '#database/sql-engine'
import { sealedText } from '#encryption/seals'

/** The hash before the first event of a chain. */
export const firstHash: Uint8Array = new Uint8Array(32)

/**
 * The hash that seals an event to everything before it.
 * @param values of `hashedValues`
 */
export function eventHash(previous: Uint8Array, values: readonly SqlValue[]): Uint8Array {
  // Three times as fast as a Hash object.
  const joined = Buffer.concat([previous, Buffer.from(sealedText(values))])
  return Buffer.from(hash('sha256', joined, 'binary'), 'latin1')
}

/** SHA-256 in hex over many rows, in order. */
export function rowsDigest(rows: readonly (readonly SqlValue[])[]): string {
  return hash('sha256', rows.map(sealedText).join(''), 'hex')
}
