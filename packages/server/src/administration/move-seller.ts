import { randomBytes } from 'node:crypto'
import { placeSeller } from '#domain/administration/register-seller'
import { systemRequest } from '#domain/lifecycle/shared-act'
import { OperatorError } from '#errors/operator-error'
import {
  abortSellerMove,
  moveSeller,
  removeLeftovers,
  type SellerMove,
  type SellerMoveProgress,
} from '#move-store/move-seller'
import { openSide, readState, type SellerSide, type SidePlace } from '#move-store/seller-side'
import { openAudit } from '#store/audit/open-audit'
import type { StoreOptions } from '#store/open-store'
import { isComingFrom } from '#store/tables/seller'
import { type JoinedStore, openStores } from '#stores/open-stores'
import { placeOf, readStoresFile, type StorePlace } from '#stores/stores-file'

type DirectoryPlace = Pick<StoreOptions, 'dataDir' | 'storeUrl' | 'masterKey'>

export type SellerMoveRequest = Readonly<{
  sellerId: string
  /** Name of the store. */
  to: string
  onProgress: (progress: SellerMoveProgress) => void
  /** See `SellerMove`. */
  settleMs?: number
}>

/** `faults`: with any, the seller is where it was, or its rows stay in the former store as well. */
export type SellerMoveReport = Readonly<{ from: string | undefined; faults: readonly string[] }>

/** Servers look every second where sellers are; a read that began before has an end by then. */
const defaultSettleMs = 10_000

/**
 * Moves a seller from the store that keeps it to another one beside the directory, while servers run. Interrupted at any moment, the same
 * call goes on; with nothing to be done, it removes what is left of the seller elsewhere.
 * @throws OperatorError when the seller or a store is not there, the seller is in the directory, or both stores have different keys
 */
export async function moveSellerTo(
  directoryPlace: DirectoryPlace,
  { sellerId, to: toName, onProgress, settleMs = defaultSettleMs }: SellerMoveRequest,
): Promise<SellerMoveReport> {
  return withStores(directoryPlace, async (stores) => {
    const named = await namedPlace(stores, sellerId)
    const isThere = named === toName
    const to = await openSide(sideOf(directoryPlace, toName))
    try {
      const fromName = isThere ? await formerStore(to, sellerId, directoryPlace) : named
      const audit = () => auditSeller(directoryPlace, { name: toName, sellerId, clock: stores.directory.clock.now })
      if (fromName !== undefined) {
        const from = await openSide(sideOf(directoryPlace, fromName))
        try {
          const move = { ...moveOf(stores, { sellerId, from, to }), onProgress, settleMs, audit }
          return { from: fromName, faults: await moveSeller(move) }
        } finally {
          await from.close()
        }
      }
      for (const name of namesIn(directoryPlace).filter((one) => one !== toName)) {
        const side = await openSide(sideOf(directoryPlace, name))
        try {
          const faults = await removeLeftovers({ sellerId, from: side, to, audit, onProgress, settleMs })
          if (faults.length > 0) return { from: undefined, faults }
        } finally {
          await side.close()
        }
      }
      return { from: undefined, faults: [] }
    } finally {
      await to.close()
    }
  })
}

/**
 * Gives up a move before the switch. The seller stays where it is.
 * @throws OperatorError when the directory names the other store already
 */
export async function abortSellerMoveTo(
  directoryPlace: DirectoryPlace,
  { sellerId, to: toName, onProgress }: Omit<SellerMoveRequest, 'settleMs'>,
): Promise<void> {
  await withStores(directoryPlace, async (stores) => {
    const named = await namedPlace(stores, sellerId)
    const from = await openSide(sideOf(directoryPlace, named))
    try {
      const to = await openSide(sideOf(directoryPlace, toName))
      try {
        await abortSellerMove({ ...moveOf(stores, { sellerId, from, to }), onProgress })
      } finally {
        await to.close()
      }
    } finally {
      await from.close()
    }
  })
}

async function withStores<Result>(
  directoryPlace: DirectoryPlace,
  work: (stores: JoinedStore) => Promise<Result>,
): Promise<Result> {
  const stores = await openStores({ ...directoryPlace, mustExist: true, isForBulk: true })
  try {
    await stores.directory.storePart.checkDirectory()
    return await work(stores)
  } finally {
    await stores.close()
  }
}

/** @returns the other store that the directory names for a seller */
async function namedPlace({ directory }: JoinedStore, sellerId: string): Promise<string> {
  const places = await directory.storePart.readPlaces()
  if (!places.has(sellerId)) {
    throw new OperatorError({ zh: `连锁 ${sellerId} 不存在`, en: `seller ${sellerId} does not exist` })
  }
  const name = places.get(sellerId)
  if (name !== undefined) return name
  throw new OperatorError({
    zh: `连锁 ${sellerId} 的数据在目录中，不能单独迁出；只能在其他存储之间迁移`,
    en: `the data of seller ${sellerId} is in the directory and cannot be moved out of it; sellers are moved between other stores`,
  })
}

/** The store from which a seller is on its way, where the directory names the target already; undefined for a seller that is there. */
async function formerStore(to: SellerSide, sellerId: string, place: DirectoryPlace): Promise<string | undefined> {
  const { isRegistered, store = '' } = await readState(to.engine.reader, sellerId)
  if (isRegistered) return namesIn(place).find((name) => isComingFrom(name, store))
  // Given up by another command at the same moment, or the target was restored from a backup.
  for (const name of namesIn(place).filter((one) => one !== to.name)) {
    const side = await openSide(sideOf(place, name))
    const state = await readState(side.engine.reader, sellerId).finally(() => side.close())
    if (state.hasEvents && (state.store === undefined || state.store === to.name)) return name
  }
  return undefined
}

function moveOf(
  { directory }: JoinedStore,
  pair: Readonly<{ sellerId: string; from: SellerSide; to: SellerSide }>,
): Pick<SellerMove, 'sellerId' | 'from' | 'to' | 'commandId' | 'isSwitched' | 'clock' | 'place'> {
  const { sellerId, from, to } = pair
  return {
    ...pair,
    commandId: randomBytes(6).toString('hex'),
    clock: directory.clock.now,
    isSwitched: async () => (await directory.storePart.readPlaces()).get(sellerId) === to.name,
    async place(store) {
      const [one, other] = store === 'to' ? [from, to] : [to, from]
      const placement = { sellerId, from: one.name, to: other.name }
      const request = { ...systemRequest(directory.clock.now()), actor: 'operator:cli' }
      await directory.sharedActs.runAct(request, placeSeller, placement)
    },
  }
}

type Audited = Readonly<{ name: string; sellerId: string; clock: () => number }>

async function auditSeller(place: DirectoryPlace, { name, sellerId, clock }: Audited): Promise<readonly string[]> {
  const audit = await openAudit(placeOf(storePlace(place, name), place))
  try {
    const pass = await audit.begin({ sellerId, isWithoutFiles: true, clock })
    while (!pass.isDone) await pass.next()
    const [found] = pass.report().sellers
    if (found === undefined) return ['the seller is not in the store']
    const { verdict } = found
    return verdict.kind === 'intact'
      ? []
      : verdict.findings.map(({ table, key, problem }) => `${table}, ${key}: ${problem}`)
  } finally {
    await audit.close()
  }
}

function namesIn({ dataDir }: DirectoryPlace): readonly string[] {
  return readStoresFile(dataDir).map(({ name }) => name)
}

/** @throws OperatorError when the data folder does not name the store */
function storePlace({ dataDir }: DirectoryPlace, name: string): StorePlace {
  const found = readStoresFile(dataDir).find((place) => place.name === name)
  if (found !== undefined) return found
  throw new OperatorError({
    zh: `数据目录的 stores.json 没有存储 ${name}`,
    en: `stores.json in the data folder does not name the store ${name}`,
  })
}

function sideOf(place: DirectoryPlace, name: string): SidePlace {
  const found = storePlace(place, name)
  const { dataDir, masterKey } = placeOf(found, place)
  return { ...found, dataDir, masterKey }
}
