import { openStore, type Store, type StoreOptions } from '#store/open-store'
import { type OtherStoreChange, OtherStores } from './other-stores.ts'
import { createSellerPlaces } from './seller-places.ts'
import { joinStores } from './seller-stores.ts'
import { placeOf, readStoresFile } from './stores-file.ts'

/** A store with the other stores that keep some of its sellers, as one. */
export type JoinedStore = Store &
  Readonly<{
    /** The store of apps and people, and of the sellers that no other store keeps, alone. */
    directory: Store
    others: OtherStores
    /** Whether it is known without a look that no other store keeps the seller's data. */
    isOnlyHere(sellerId: string): boolean
    /** Reads again what is kept of apps and sessions for the time that the directory is down. */
    refreshAccess(signal?: AbortSignal): Promise<void>
  }>

type Observed = 'onHostChange' | 'onReadHostChange' | 'onClockCompared' | 'onClockFault'

export type JoinedStoreOptions = Omit<StoreOptions, Observed> &
  Readonly<{
    /** @param name of another store; left out for the directory */
    observe?: ((name?: string) => Pick<StoreOptions, Observed>) | undefined
    onOtherStore?: ((change: OtherStoreChange) => void) | undefined
  }>

/**
 * Opens a store, and the others that its data folder names. Several programs may have it open at the same time.
 * @throws OperatorError when the place, the key or the database is not fit for use; another store that is not is tried again
 */
export async function openStores(options: JoinedStoreOptions): Promise<JoinedStore> {
  const directory = await openStore({ ...options, ...options.observe?.() })
  const { dataDir, purpose, onUpgrade, isForBulk, erases, longWorks, observe, onOtherStore } = options
  const others = new OtherStores({
    list: () => readStoresFile(dataDir),
    async open(place) {
      const shared = { purpose, onUpgrade, isForBulk, erases, longWorks, mustExist: true, ...observe?.(place.name) }
      const store = await openStore({ ...shared, ...placeOf(place, options) })
      try {
        await store.storePart.checkPart({ directoryId: await directory.storePart.readId(), name: place.name })
        return store
      } catch (error) {
        await store.close()
        throw error
      }
    },
    onChange: onOtherStore,
  })
  try {
    await others.open()
    const places = createSellerPlaces(() => directory.storePart.readPlaces())
    const joined = joinStores(directory, others, places)
    const isOnlyHere = (sellerId: string) => others.isEmpty() || places.isInDirectory(sellerId)
    return { ...joined, directory, others, isOnlyHere }
  } catch (error) {
    await directory.close()
    throw error
  }
}
