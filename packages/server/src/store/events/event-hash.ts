import { hash } from 'node:crypto'
import type { SqlValue } from '../sql/sql-engine.ts'

/** What stands before a chain's first event. */
export const firstHash: Uint8Array = new Uint8Array(32)

/**
 * The hash that seals an event to everything before it.
 * @param values the event's columns, in the order of `eventColumns` without the hash
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

/** One text for one list of values: each comes with its length, so that nothing can move from one into the next. */
export function sealedText(values: readonly SqlValue[]): string {
  let text = ''
  for (const value of values) {
    if (value === null) text += '-;'
    else {
      const member = value instanceof Uint8Array ? hexOf(value) : String(value)
      text += `${member.length}:${member};`
    }
  }
  return `${text}\n`
}

/** Without copying the bytes, which runs with every write. */
function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
