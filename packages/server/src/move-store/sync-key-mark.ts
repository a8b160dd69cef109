import { readValue } from '#database/read-value'
import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { purposeProperty } from '#store/store-purpose'
import { encodeStoreProperty, findStoreProperty, insertStoreProperty } from '#store/tables/store-property'
import { isSameValue } from './sync-table.ts'

/**
 * Copies the check value of the source's master key to the target: encrypted values are copied unchanged, so both need the same key.
 * @throws OperatorError when the target has another key
 */
export async function syncKeyMark(from: SqlEngine, to: SqlEngine): Promise<void> {
  const mark = await readValue(from.reader, findStoreProperty, ['key_check'])
  const target = await readValue(to.reader, findStoreProperty, ['key_check'])
  if (mark === undefined) throw new OperatorError('源数据没有主密钥标记 (the source has no master key mark)')
  if (target === undefined) {
    const id = await readValue(from.reader, findStoreProperty, ['store_id'])
    const purpose = await purposeOf(from)
    await to.transact(async (transaction) => {
      await transaction.run(insertStoreProperty, encodeStoreProperty('key_check', mark))
      // Checkpoints made before the move are valid after it.
      if (id !== undefined) await transaction.run(insertStoreProperty, encodeStoreProperty('store_id', id))
      if (purpose === undefined) return
      await transaction.run(insertStoreProperty, encodeStoreProperty(purposeProperty, purpose))
    })
    return
  }
  if (!isSameValue(mark, target)) {
    throw new OperatorError('源与目标的主密钥不同 (source and target have different master keys)')
  }
  await checkSamePurpose(from, to)
}

/** A sandbox is not moved into a store that was served in production, nor the reverse. */
async function checkSamePurpose(from: SqlEngine, to: SqlEngine): Promise<void> {
  const [source, target] = [await purposeOf(from), await purposeOf(to)]
  if (source === undefined || target === undefined || isSameValue(source, target)) return
  throw new OperatorError('源与目标只有一处是沙箱 (only one of source and target is a sandbox)')
}

function purposeOf({ reader }: SqlEngine): Promise<SqlValue | undefined> {
  return readValue(reader, findStoreProperty, [purposeProperty])
}
