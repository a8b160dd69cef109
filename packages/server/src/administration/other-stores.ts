import { join } from 'node:path'
import { keepKey } from '#encryption/master-key-files'
import { type ErrorText, OperatorError } from '#errors/operator-error'
import { copyStoreKeys } from '#move-store/copy-store-keys'
import { keyringOfPlace } from '#store/keys/open-keyring'
import { openStore, type Store, type StoreOptions } from '#store/open-store'
import { openStores } from '#stores/open-stores'
import { faultText } from '#stores/other-stores'
import {
  checkStoreName,
  placeOf,
  readLocation,
  readStoresFile,
  type StorePlace,
  writeStoresFile,
} from '#stores/stores-file'

type AddedStore = Readonly<{
  name: string
  location: string
  /** Gives a new store the master keys of the directory, so that sellers can be moved between stores that have them. */
  hasSameKeys?: boolean | undefined
}>

type DirectoryPlace = Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey'>

/** `fault`: why it cannot be opened; undefined: it can. */
export type OtherStoreReport = Readonly<{
  name: string
  /** Without secrets. */
  location: string
  sellerIds: readonly string[]
  fault: ErrorText | undefined
}>

/**
 * Adds a store that keeps sellers of a directory: creates it, or opens one that is part of it, and names it in the data folder. Given
 * another location, a store that moved is found there from then on: where it has sellers, no other one is taken for it.
 * @throws OperatorError when one of both cannot be opened, it belongs to others, or it has other keys though it is to have the same
 */
export async function addStore(
  directoryPlace: DirectoryPlace,
  { name, location, hasSameKeys = false }: AddedStore,
): Promise<void> {
  checkStoreName(name)
  const place = { name, location: readLocation(location) }
  const { dataDir } = directoryPlace
  const directory = await openStore({ ...directoryPlace, mustExist: true })
  try {
    await directory.storePart.checkDirectory()
    const directoryId = await directory.storePart.readId()
    const purpose = await directory.storePart.readPurpose()
    const sellerIds = sellersIn(name, await directory.storePart.readPlaces())
    if (hasSameKeys) await giveSameKeys(directoryPlace, place)
    const store = await openStore({ ...placeOf(place, directoryPlace), purpose, mustExist: sellerIds.length > 0 })
    try {
      if (sellerIds.length > 0) await checkSellers(store, { directoryId, name, sellerIds })
      else await store.storePart.join({ directoryId, name })
    } finally {
      await store.close()
    }
  } finally {
    await directory.close()
  }
  const others = readStoresFile(dataDir).filter((other) => other.name !== name)
  writeStoresFile(dataDir, [...others, place])
}

function sellersIn(name: string, places: ReadonlyMap<string, string | undefined>): readonly string[] {
  return [...places].filter(([, store]) => store === name).map(([sellerId]) => sellerId)
}

/** A backup may lack some of the sellers, but not all. */
async function checkSellers(
  { storePart }: Store,
  { sellerIds, ...membership }: Readonly<{ directoryId: string; name: string; sellerIds: readonly string[] }>,
): Promise<void> {
  await storePart.checkPart(membership)
  for (const sellerId of sellerIds) if ((await storePart.findAccessSeq(sellerId)) !== undefined) return
  const { name } = membership
  throw new OperatorError({
    zh: `此处没有存储 ${name} 的连锁`,
    en: `the store at this place has none of the sellers of ${name}`,
  })
}

/** The stores beside a directory, with their sellers. */
export async function listStores(directoryPlace: DirectoryPlace): Promise<readonly OtherStoreReport[]> {
  const { directory, others, close } = await openStores({ ...directoryPlace, mustExist: true })
  try {
    const places = await directory.storePart.readPlaces()
    const locations = new Map(readStoresFile(directoryPlace.dataDir).map((place) => [place.name, place.location]))
    const used = [...places.values()].filter((name) => name !== undefined)
    const reports: OtherStoreReport[] = []
    for (const name of [...new Set([...locations.keys(), ...used])].toSorted()) {
      const sellerIds = sellersIn(name, places)
      const fault = await others.find(name).then(() => undefined, faultText)
      reports.push({ name, location: withoutPassword(locations.get(name) ?? ''), sellerIds, fault })
    }
    return reports
  } finally {
    await close()
  }
}

/** The stores that a data folder names, each with the flags by which commands of one store take it. Opens none. */
export function otherStoreFlags(dataDir: string): readonly Readonly<{ name: string; flags: string }>[] {
  return readStoresFile(dataDir).map((place) => {
    const { dataDir: folder, storeUrl } = placeOf(place, { dataDir })
    const url = storeUrl === undefined ? '' : ` --store ${withoutPassword(storeUrl)}`
    return { name: place.name, flags: `--data ${folder}${url}` }
  })
}

function withoutPassword(location: string): string {
  return location.replace(/\/\/.*@/s, '//***@')
}

/**
 * Gives a new store the master keys of the directory, the former ones included. Doing it again changes nothing.
 * @throws OperatorError when the store has other keys, or a key of the directory is being changed
 */
async function giveSameKeys(
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
