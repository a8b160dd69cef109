import { number, optionalBytes, optionalNumber, record } from '#database/record'
import type { BoundStatement } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'

const storeKey = record({
  generation: number('generation'),
  step: number('step'),
  /** Check value of the master key. */
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

export function insertStoreKey(key: StoreKey): BoundStatement {
  return insertion({ ...storeKey.cells(key), version: 1 })
}

/** All generations, the oldest first. */
export const listStoreKeys = sql`SELECT ${columns} FROM store_key ORDER BY generation`

/** Decodes a row of `listStoreKeys`. */
export const storeKeyOfRow = storeKey.decoder(at)

/**
 * Writes no row unless the generation is the current one, which it stays until the transaction ends. 0 and 1 take the
 * same room in a SQLite row, so the row is overwritten, and nothing sealed stays behind in its page.
 */
export const lockCurrentKey = sql`UPDATE store_key SET version = 1 - version WHERE generation = ${p.number('generation')} AND step = ${keySteps.current}`

export const setKeyStep = sql`UPDATE store_key SET step = ${p.number('to')} WHERE generation = ${p.number('generation')} AND step = ${p.number('from')}`

export const setBackwardSealed = sql`UPDATE store_key SET backward_sealed = ${p.bytesOrNull('backwardSealed')} WHERE generation = ${p.number('generation')}`

export const dropForwardSealed = sql`UPDATE store_key SET forward_sealed = NULL WHERE generation = ${p.number('generation')}`

export const setKeyEnd = sql`UPDATE store_key SET ended_at_ms = ${p.numberOrNull('endedAtMs')} WHERE generation = ${p.number('generation')}`

/** Deletes one that never came into use. */
export const deleteNextKey = sql`DELETE FROM store_key WHERE generation = ${p.number('generation')} AND step = ${keySteps.next}`
