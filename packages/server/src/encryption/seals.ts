import type { SqlValue } from '#database/sql-engine'
import { createKeyedDigest } from './keyed-digest.ts'
import { sealedText } from './sealed-text.ts'

/** Digests that only the holder of the key can compute; an audit compares them. */
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
