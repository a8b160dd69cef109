import type { SqlValue } from '#database/sql-engine'
import { createKeyedDigest } from './keyed-digest.ts'

/** Digests that only the owner of the key can compute; an audit compares them. */
export type Seals = Readonly<{
  /** @param kind equal values of two kinds have unrelated seals. @returns 32 bytes */
  of(kind: string, values: readonly SqlValue[]): Uint8Array
}>

export function createSeals(key: Uint8Array): Seals {
  const digest = createKeyedDigest(key)
  return { of: (kind, values) => digest(`${kind}\0${sealedText(values)}`) }
}

export function isSeal(stored: SqlValue | undefined, seal: Uint8Array): boolean {
  return stored instanceof Uint8Array && Buffer.compare(stored, seal) === 0
}

/** An unambiguous text of a list of values: each is preceded by its length, so nothing can move from one value into the next. */
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

/** Does not copy the bytes, since it runs with every write. */
function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}
