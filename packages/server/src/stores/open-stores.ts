import { DatabaseFault } from '#database/mysql/database-fault'
import { OperatorError } from '#errors/operator-error'
import { openStore, type Store, type StoreOptions } from '#store/open-store'
import { isPassingFault } from '#store/store-fault-kind'
import { settledWithin } from '#turns/settled-within'
import { answerLimitMs, lastKnown } from './last-known.ts'
import { createLeftSellers, type LeftSellers } from './left-sellers.ts'
import { type OtherStoreChange, OtherStores } from './other-stores.ts'
import { routeSellers } from './route-sellers.ts'
import { createSellerPlaces, repeatingMoved, type SellerPlaces } from './seller-places.ts'
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

/** A store by its sellers, whose apps and sessions are refreshed while the directory is there. */
type JoinedSellers = Store & Readonly<{ refreshAccess(signal?: AbortSignal): Promise<void> }>

/** The directory and the other stores, as one: apps, people and sessions are in the directory, sellers where they were registered. */
function joinStores(directory: Store, others: OtherStores, places: SellerPlaces): JoinedSellers {
  const left = new WeakMap<Store, LeftSellers>()
  const leftOf = (store: Store): LeftSellers => {
    const here = left.get(store) ?? createLeftSellers(store)
    left.set(store, here)
    return here
  }
  // The store that the directory names, or where the seller went from there: that is known also while the directory is down.
  const follow = async (sellerId: string, name: string): Promise<Store> => {
    const passed = new Set([name])
    let store = await others.find(name)
    for (;;) {
      const next = await leftOf(store).find(sellerId)
      // One that was restored from a backup may name a store that the seller left later.
      if (next === undefined || passed.has(next)) return store
      passed.add(next)
      store = await others.find(next)
    }
  }
  const find = async (sellerId: string): Promise<Store> => {
    const name = await places.find(sellerId)
    if (name !== undefined) return follow(sellerId, name)
    if (places.isInDirectory(sellerId) || !others.hasAny()) return directory
    throw notRegistered(sellerId)
  }
  // Nothing is waited for where there is one store.
  const of = (sellerId: string) => (places.isInDirectory(sellerId) ? directory : find(sellerId))
  const within = repeatingMoved(of, places)
  const { accessReader, usage } = directory
  const apps = lastKnown((appKey) => accessReader.findApp(appKey))
  const sessions = lastKnown((token) => accessReader.findSession(token))
  const known = { findApp: apps.find, findSession: sessions.find }
  // One that fails does not keep the others from it.
  const onEach = async (work: (store: Store) => Promise<void>) => {
    const ended = await Promise.allSettled([directory, ...others.opened()].map(work))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
  }
  const reader = () => (others.isEmpty() ? accessReader : known)
  return {
    ...partsOfDirectory(directory),
    ...routeSellers({ of, within }, { directory, onEach }),
    keyRotator: { ...directory.keyRotator, look: () => onEach(({ keyRotator }) => keyRotator.look()) },
    lastAudits: {
      find: async (sellerId) => (sellerId === undefined ? directory : await of(sellerId)).lastAudits.find(),
      record: (audit) => directory.lastAudits.record(audit),
    },
    accessReader: {
      findApp: (appKey) => reader().findApp(appKey),
      findSession: (token) => reader().findSession(token),
    },
    usage: {
      async addCalls(appKey, day, calls) {
        const added = usage.addCalls(appKey, day, calls)
        if (calls > 0 || others.isEmpty()) return added
        // Calls are answered while the directory is down, and counted once it is back.
        try {
          return (await settledWithin(added, answerLimitMs)) ? await added : 0
        } catch (error) {
          if (isPassingFault(error)) return 0
          throw error
        }
      },
    },
    async refreshAccess(signal) {
      await apps.refresh(signal)
      await sessions.refresh(signal)
    },
    async close() {
      await Promise.all([others.close(), directory.close()])
    },
  }
}

/** Where there are several stores, a place is not guessed: a host that is behind might not show the seller yet, so the fault passes. */
function notRegistered(sellerId: string): OperatorError {
  const cause = new DatabaseFault('the seller is in no store', { kind: 'unavailable', errno: 0 })
  return new OperatorError({ zh: `连锁 ${sellerId} 不存在`, en: `seller ${sellerId} does not exist` }, { cause })
}

type Access = 'appRegistry' | 'sessionRegistry' | 'oauthGrants' | 'oldSecretLedger' | 'sellerFinder' | 'sellerDirectory'
type People = 'operatorRegistry' | 'operatorSessions' | 'savedViews' | 'signInAttempts' | 'knownBrowsers'
type Whole = 'quoteSealer' | 'callSealer' | 'storePart' | 'clock'

/** What is of no seller. Named one by one: a new part of the store is decided on here, or passed on by its seller. */
function partsOfDirectory(directory: Store): Pick<Store, Access | People | Whole> {
  return {
    appRegistry: directory.appRegistry,
    sessionRegistry: directory.sessionRegistry,
    oauthGrants: directory.oauthGrants,
    oldSecretLedger: directory.oldSecretLedger,
    sellerFinder: directory.sellerFinder,
    sellerDirectory: directory.sellerDirectory,
    operatorRegistry: directory.operatorRegistry,
    operatorSessions: directory.operatorSessions,
    savedViews: directory.savedViews,
    signInAttempts: directory.signInAttempts,
    knownBrowsers: directory.knownBrowsers,
    quoteSealer: directory.quoteSealer,
    callSealer: directory.callSealer,
    storePart: directory.storePart,
    clock: directory.clock,
  }
}
