import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readValue } from '#database/read-value'
import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { Subkeys } from '#encryption/subkeys'
import { OperatorError } from '#errors/operator-error'
import { encodeStoreProperty, findStoreProperty, insertStoreProperty } from '#store/tables/store-property'

const storeIdBytes = 16

/** Whether the store bears the mark of a master key: a new one does not. */
export async function hasKeyMark(engine: SqlEngine): Promise<boolean> {
  return (await engine.reader.one(findStoreProperty, ['key_check'])) !== undefined
}

/**
 * Leaves a mark of the master key in a new store, and compares it in a store that has one.
 * @throws OperatorError when the store was written under another key
 */
export async function checkKey(engine: SqlEngine, { keyCheck }: Pick<Subkeys, 'keyCheck'>): Promise<void> {
  const stored = await transactRepeating(engine, async (transaction) => {
    const found = await readValue(transaction, findStoreProperty, ['key_check'])
    if (found !== undefined) return found
    const storeId = randomBytes(storeIdBytes)
    await transaction.run(insertStoreProperty, encodeStoreProperty('store_id', storeId))
    await transaction.run(insertStoreProperty, encodeStoreProperty('key_check', keyCheck))
    return keyCheck
  })
  if (!isSame(stored, keyCheck)) throw wrongKey()
}

export function wrongKey(): OperatorError {
  return new OperatorError(
    '主密钥与数据不符：请设置正确的 YAOQUAN_MASTER_KEY，或恢复原来的 master.key (the master key does not belong to this data: set the right YAOQUAN_MASTER_KEY, or restore the original master.key)',
  )
}

function isSame(stored: SqlValue | undefined, key: Uint8Array): boolean {
  return stored instanceof Uint8Array && stored.length === key.length && timingSafeEqual(stored, key)
}
