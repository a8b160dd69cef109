import type { SqlReader } from '#database/sql-engine'
import { prepareKeyFolder } from '#database/sqlite/data-folder'
import { loadMasterKeys } from '#encryption/master-key'
import type { Keyring } from './keyring.ts'
import { readKeyring } from './open-keyring.ts'

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
