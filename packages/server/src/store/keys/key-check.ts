import { timingSafeEqual } from 'node:crypto'
import { OperatorError } from '../../config/operator-error.ts'
import type { SqlEngine } from '../sql/sql-engine.ts'
import { transactUpserting } from '../sql/transact-upserting.ts'
import { findStoreProperty, insertStoreProperty } from '../statements/store-property-statements.ts'

/** Whether the store bears the mark of a master key: a new one does not. */
export async function hasKeyMark(engine: SqlEngine): Promise<boolean> {
  return (await engine.reader.one(findStoreProperty, ['key_check'])) !== undefined
}

/**
 * Leaves a mark of the master key in a new store, and compares it in a store that has one.
 * @throws OperatorError when the store was written under another key
 */
export async function checkKey(engine: SqlEngine, keyCheck: Uint8Array): Promise<void> {
  const standing = await transactUpserting(engine, async (transaction) => {
    const row = await transaction.one(findStoreProperty, ['key_check'])
    if (row === undefined) await transaction.run(insertStoreProperty, ['key_check', keyCheck])
    return row?.[0] ?? keyCheck
  })
  if (standing instanceof Uint8Array && standing.length === keyCheck.length && timingSafeEqual(standing, keyCheck))
    return
  throw new OperatorError(
    'the master key is not the one this data was written with: give the right YAOQUAN_MASTER_KEY, or restore master.key',
  )
}
