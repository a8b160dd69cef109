import type { SqlEngine, SqlValue } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { purposeProperty } from '#store/store-purpose'
import { findStoreProperty, insertStoreProperty } from '#store/tables/store-property-statements'
import { isSameValue } from './rows-in-order.ts'

/**
 * Puts the mark of the source's master key in the target: what is encrypted is moved as it is, so both need the same key.
 * @throws OperatorError when the target bears the mark of another key
 */
export async function syncKeyMark(from: SqlEngine, to: SqlEngine): Promise<void> {
  const [source, target] = [
    await from.reader.one(findStoreProperty, ['key_check']),
    await to.reader.one(findStoreProperty, ['key_check']),
  ]
  const mark = source?.[0]
  if (mark === undefined) throw new OperatorError('源数据没有主密钥标记 (the source bears no mark of a master key)')
  if (target === undefined) {
    const id = (await from.reader.one(findStoreProperty, ['store_id']))?.[0]
    const purpose = await purposeOf(from)
    await to.transact(async (transaction) => {
      await transaction.run(insertStoreProperty, ['key_check', mark])
      // Checkpoints made before the move hold for the store after it.
      if (id !== undefined) await transaction.run(insertStoreProperty, ['store_id', id])
      if (purpose !== undefined) await transaction.run(insertStoreProperty, [purposeProperty, purpose])
    })
    return
  }
  if (!isSameValue(mark, target[0] ?? null)) {
    throw new OperatorError('两处的主密钥不同 (the two stores have different master keys)')
  }
  await checkSamePurpose(from, to)
}

/** A sandbox is not moved into a store that was served in production, nor the reverse. */
async function checkSamePurpose(from: SqlEngine, to: SqlEngine): Promise<void> {
  const [source, target] = [await purposeOf(from), await purposeOf(to)]
  if (source === undefined || target === undefined || isSameValue(source, target)) return
  throw new OperatorError('一处是沙箱，另一处不是 (one of the two stores is a sandbox)')
}

async function purposeOf({ reader }: SqlEngine): Promise<SqlValue | undefined> {
  return (await reader.one(findStoreProperty, [purposeProperty]))?.[0]
}
