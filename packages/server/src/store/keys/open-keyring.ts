import { randomBytes } from 'node:crypto'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { prepareKeyFolder } from '#database/sqlite/data-folder'
import { transactRepeating } from '#database/transactions'
import { loadMasterKeys } from '#encryption/master-key'
import { deriveSubkeys } from '#encryption/subkeys'
import { insertStoreKey, keySteps, listStoreKeys, storeKeyOfRow } from '#store/tables/store-key'
import { idProperty, insertStoreProperty } from '#store/tables/store-property'
import { Keyring } from './keyring.ts'
import { lockedKeysError, unlockKeys } from './unlock-keys.ts'

const storeIdBytes = 16

/** Whether the store was written under a master key before: a new one was not. */
export async function hasKeys({ reader }: Pick<SqlEngine, 'reader'>): Promise<boolean> {
  return (await reader.one(listStoreKeys())) !== undefined
}

/**
 * Opens the keys of a store; in a new store the first master key becomes that of the store.
 * @param masterKeys one or more, of which one must belong to the store
 * @throws OperatorError when none does
 */
export async function openKeyring(
  engine: SqlEngine,
  masterKeys: readonly Uint8Array[],
  nowMs: number,
): Promise<Keyring> {
  const [first] = masterKeys
  if (first !== undefined && !(await hasKeys(engine))) await beginKeys(engine, first, nowMs)
  return readKeyring(engine.reader, masterKeys)
}

/**
 * Opens the keys of a store that has some, and writes nothing.
 * @throws OperatorError when none of the master keys belongs to the store
 */
export async function readKeyring(reader: SqlReader, masterKeys: readonly Uint8Array[]): Promise<Keyring> {
  const stored = (await reader.all(listStoreKeys())).map(storeKeyOfRow)
  const unlocked = unlockKeys(stored, masterKeys)
  if (unlocked.kind !== 'unlocked') throw lockedKeysError(unlocked)
  return new Keyring({ reader, stored, keys: unlocked.keys })
}

function beginKeys(engine: SqlEngine, masterKey: Uint8Array, nowMs: number): Promise<void> {
  const { keyCheck } = deriveSubkeys(masterKey)
  return transactRepeating(engine, async (transaction) => {
    if ((await transaction.one(listStoreKeys())) !== undefined) return
    await transaction.run(insertStoreProperty(idProperty, randomBytes(storeIdBytes)))
    const first = { generation: 1, step: keySteps.current, keyCheck, startedAtMs: nowMs }
    const sealed = { forwardSealed: undefined, backwardSealed: undefined, endedAtMs: undefined }
    await transaction.run(insertStoreKey({ ...first, ...sealed }))
  })
}

/** A folder with `master.key`, unless the key is given. */
type KeyPlace = Readonly<{ dataDir: string; masterKey?: string | undefined }>

/**
 * The keys of a store that has some.
 * @throws OperatorError when the key of the place is missing, or does not open the store
 */
export function keyringOfPlace(reader: SqlReader, { dataDir, masterKey }: KeyPlace): Promise<Keyring> {
  return readKeyring(
    reader,
    loadMasterKeys(masterKey, () => prepareKeyFolder(dataDir, true)),
  )
}
