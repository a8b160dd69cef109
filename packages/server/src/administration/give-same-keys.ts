import { join } from 'node:path'
import { keepKey } from '#encryption/master-key-files'
import { copyStoreKeys } from '#move-store/copy-store-keys'
import { keyringOfPlace } from '#store/keys/open-keyring'
import type { StoreOptions } from '#store/open-store'
import { placeOf, type StorePlace } from '#stores/stores-file'

/**
 * Gives a new store the master keys of the directory, the former ones included. Doing it again changes nothing.
 * @throws OperatorError when the store has other keys, or a key of the directory is being changed
 */
export async function giveSameKeys(
  directoryPlace: Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey'>,
  place: StorePlace,
): Promise<void> {
  const { dataDir, storeUrl, masterKey } = directoryPlace
  await copyStoreKeys({
    from: storeUrl ?? `sqlite:${dataDir}`,
    to: place.location,
    async beforeCopy(reader) {
      const { current } = await keyringOfPlace(reader, { dataDir, masterKey })
      const { dataDir: folder } = placeOf(place, directoryPlace)
      if (masterKey === undefined) keepKey(join(folder, 'master.key'), current.masterKey, { mayReplace: false })
    },
  })
}
