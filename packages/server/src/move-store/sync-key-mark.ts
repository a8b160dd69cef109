import { isSameCell, readValue } from '#database/record'
import type { SqlEngine } from '#database/sql-engine'
import { OperatorError } from '#errors/operator-error'
import { insertStoreKey, keySteps, listStoreKeys, type StoreKey, storeKeyOfRow } from '#store/tables/store-key'
import {
  deleteStoreProperty,
  findStoreProperty,
  idProperty,
  insertStoreProperty,
  lastAuditProperty,
  partProperty,
  purposeProperty,
  sumsProperty,
} from '#store/tables/store-property'

/**
 * Compares the master keys of both sides and prepares a new target: encrypted values are copied unchanged, so both need the same key.
 * @throws OperatorError when the target has another key, or the source is just getting one
 */
export async function syncKeyMark(from: SqlEngine, to: SqlEngine): Promise<void> {
  const [source, target] = [await keysOf(from), await keysOf(to)]
  const current = source.find(({ step }) => step === keySteps.current)
  if (current === undefined)
    throw new OperatorError({ zh: '源数据没有主密钥标记', en: 'the source has no master key mark' })
  if (source.some(({ step }) => step === keySteps.next || step === keySteps.retiring)) {
    throw new OperatorError({
      zh: '源数据正在更换主密钥，请先用 key rotate 完成',
      en: 'the master key of the source is being changed: finish it with key rotate first',
    })
  }
  if (target.length > 0) {
    const other = target.find(({ step }) => step === keySteps.current)
    if (!isSameCell(other?.keyCheck, current.keyCheck)) {
      throw new OperatorError({ zh: '源与目标的主密钥不同', en: 'source and target have different master keys' })
    }
    await checkSamePurpose(from, to)
    return
  }
  await to.transact(async (transaction) => {
    for (const key of source) await transaction.run(insertStoreKey(key))
  })
}

/** Copies what a store is, over which it has a sealed sum. Checkpoints made before the move are valid after it. */
export async function syncProperties(from: SqlEngine, to: SqlEngine): Promise<void> {
  for (const name of [idProperty, purposeProperty, partProperty, sumsProperty, lastAuditProperty]) {
    const content = await readValue(from.reader, findStoreProperty({ propertyName: name }))
    await to.transact(async (transaction) => {
      await transaction.run(deleteStoreProperty({ propertyName: name }))
      if (content !== undefined) await transaction.run(insertStoreProperty(name, content))
    })
  }
}

async function keysOf({ reader }: SqlEngine): Promise<readonly StoreKey[]> {
  return (await reader.all(listStoreKeys())).map(storeKeyOfRow)
}

/** A sandbox is not moved into a store that was served in production, nor the reverse. */
async function checkSamePurpose(from: SqlEngine, to: SqlEngine): Promise<void> {
  const [source, target] = await Promise.all(
    [from, to].map(({ reader }) => readValue(reader, findStoreProperty({ propertyName: purposeProperty }))),
  )
  if (source === undefined || target === undefined || isSameCell(source, target)) return
  throw new OperatorError({ zh: '源与目标只有一处是沙箱', en: 'only one of source and target is a sandbox' })
}
