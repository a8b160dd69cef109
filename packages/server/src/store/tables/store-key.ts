import { number, optionalBytes, optionalNumber, record } from '#database/record'
import type { SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

const storeKey = record({
  generation: number('generation'),
  step: number('step'),
  /** By which the master key is recognised. */
  keyCheck: optionalBytes('key_check'),
  /** The master key, sealed under the one before; only during the rotation that brings it into use. */
  forwardSealed: optionalBytes('forward_sealed'),
  /** Sealed under the newest master key: this master key while it is needed, and when it is retired, what rows need that cannot be computed anew. */
  backwardSealed: optionalBytes('backward_sealed'),
  startedAtMs: number('started_at_ms'),
  endedAtMs: optionalNumber('ended_at_ms'),
})

/** The generations of the store's master key. The keys themselves are here only sealed, and only as long as they are needed. */
export const storeKeyTable = defineTable({
  name: 'store_key',
  key: ['generation'],
  columns: [...storeKey.columns, 'version'],
})

/**
 * - `next`: known to all servers before anything is written under it.
 * - `current`: what is new is written under it.
 * - `retiring`: values under it are still being replaced.
 * - `retired`: opens nothing any more.
 */
export const keySteps = { next: 0, current: 1, retiring: 2, retired: 3 } as const

/** A row of the table. */
export type StoreKey = ReturnType<typeof storeKeyOfRow>

const insertion = insertInto(storeKeyTable)
const { text: columns, at } = select(storeKeyTable.columns)

/** Takes the values of `encodeStoreKey`. */
export const insertStoreKey = insertion.text

export function encodeStoreKey(key: StoreKey): readonly SqlValue[] {
  return insertion.encode({ ...storeKey.cells(key), version: 1 })
}

/** All generations, the oldest first. */
export const listStoreKeys = `SELECT ${columns} FROM store_key ORDER BY generation`

/** Decodes a row of `listStoreKeys`. */
export const storeKeyOfRow = storeKey.decoder(at)

/**
 * Takes a generation. Writes no row unless the generation is the current one, which it stays until the transaction ends. 0 and 1 take the
 * same room in a SQLite row, so the row is overwritten, and nothing sealed stays behind in its page.
 */
export const lockCurrentKey = `UPDATE store_key SET version = 1 - version WHERE generation = ? AND step = ${keySteps.current}`

/** Takes the next step, a generation, and the step before. */
export const setKeyStep = 'UPDATE store_key SET step = ? WHERE generation = ? AND step = ?'

/** Takes the sealed value and a generation. */
export const setBackwardSealed = 'UPDATE store_key SET backward_sealed = ? WHERE generation = ?'

/** Takes a generation. */
export const dropForwardSealed = 'UPDATE store_key SET forward_sealed = NULL WHERE generation = ?'

/** Takes a moment and a generation. */
export const setKeyEnd = 'UPDATE store_key SET ended_at_ms = ? WHERE generation = ?'

/** Takes a generation. Deletes one that never came into use. */
export const deleteNextKey = `DELETE FROM store_key WHERE generation = ? AND step = ${keySteps.next}`
