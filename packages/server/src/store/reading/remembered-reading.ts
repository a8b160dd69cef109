import { LRUCache } from 'lru-cache'
import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { AccessReader, App, Session } from '#domain/access/access-store'
import type { PolicyReader } from '#domain/policy/seller-policy'
import type { ShopGroupFinder, ShopGroupReader, ShopGroups, StoredGroups } from '#domain/shops/shop-group-store'
import { findByToken, type Keyring } from '#store/keys/keyring'
import { appOfRow, findApp, findSellersOfApp } from '#store/tables/app'
import { findSessions, sessionOfRow } from '#store/tables/app-session'
import { findSellerPolicy, sellerPolicyOfRow } from '#store/tables/seller-policy'
import {
  findExistingGroups,
  findGroupsWithShop,
  findShopGroup,
  listGroupVersions,
  listShopGroups,
  shopGroupOfRow,
  shopText,
} from '#store/tables/shop-group'

/** How long an answer is used: a change by the command line takes effect within a second. */
const maxAgeMs = 500
/** Answers kept, negative ones included: guesses must not fill the memory. */
const maxAnswers = 10_000

type Lookup<Found> = (key: string) => Promise<Found>

/**
 * Answers look-ups from memory where the answer is younger than half a second. Calls that arrive while an answer is read
 * share it. A failed look-up is forgotten immediately.
 * @param monotonicMs milliseconds on a clock that never goes back
 */
function remembering<Found>(monotonicMs: () => number, lookUp: Lookup<Found>): Lookup<Found> {
  const answers = new LRUCache<string, Readonly<{ answer: Promise<Found>; requestedAtMs: number }>>({
    maxSize: maxAnswers,
    sizeCalculation: () => 1,
  })
  return (key) => {
    const nowMs = monotonicMs()
    const known = answers.get(key)
    if (known !== undefined && nowMs - known.requestedAtMs < maxAgeMs) return known.answer
    const answer = lookUp(key)
    answers.set(key, { answer, requestedAtMs: nowMs })
    answer.catch(() => answers.delete(key))
    return answer
  }
}

/** Longer texts match nothing and are not looked up. */
const maxKeyLength = 256

type AccessSource = Readonly<{
  reader: SqlReader
  keyring: Keyring
  /** Milliseconds on a clock that never goes back. */
  monotonicMs: () => number
}>

/** Finds apps and sessions, from memory where the answer is younger than half a second. */
export function createAccessReader({ reader, keyring, monotonicMs }: AccessSource): AccessReader {
  return {
    findApp: ofKeyLength(
      remembering(monotonicMs, async (appKey): Promise<App | undefined> => {
        const row = await reader.one(findApp({ appKey }))
        return row && appOfRow(row, await reader.all(findSellersOfApp({ appKey })), keyring.secrets).app
      }),
    ),
    findSession: ofKeyLength(
      remembering(monotonicMs, async (token): Promise<Session | undefined> => {
        const row = await findByToken(reader, findSessions, { keyring, token })
        return row && sessionOfRow(row)
      }),
    ),
  }
}

/** Texts that are too long for a key or token match nothing. */
function ofKeyLength<Found>(lookUp: Lookup<Found | undefined>): Lookup<Found | undefined> {
  return (key) => (key.length > maxKeyLength ? Promise.resolve(undefined) : lookUp(key))
}

/** Reads policies from memory where they are younger than half a second. */
export function createPolicyReader(reader: SqlEngine['reader'], monotonicMs: () => number): PolicyReader {
  return {
    findPolicy: remembering(monotonicMs, createStoredPolicies(reader).findPolicy),
  }
}

/** Reads policies as they are stored. */
export function createStoredPolicies(reader: SqlEngine['reader']): PolicyReader {
  return { findPolicy: async (sellerId) => sellerPolicyOfRow(await reader.one(findSellerPolicy({ sellerId }))) }
}

/** Reads groups from memory where they are younger than half a second, and their shops only after a change. */
export function createShopGroupReader(reader: SqlReader, monotonicMs: () => number): ShopGroupReader {
  const latest = new LRUCache<string, ShopGroups>({ max: maxSellers })
  return { findGroups: remembering(monotonicMs, findLatestGroups), findLatestGroups }

  async function findLatestGroups(sellerId: string): Promise<ShopGroups> {
    // The versions are read before the shops: a change in between makes the shops unused, never wrong.
    const versions = await reader.all(listGroupVersions({ sellerId }))
    if (versions.length === 0) return noGroups
    const tag = versions.map((row) => row.join(' ')).join()
    const known = latest.get(sellerId)
    if (known?.tag === tag) return known
    const groups = (await reader.all(listShopGroups({ sellerId }))).map(shopGroupOfRow)
    const found = { tag, shopsOf: new Map(groups.map(({ name, shops }) => [name, shops])) }
    latest.set(sellerId, found)
    return found
  }
}

const noGroups: ShopGroups = { tag: '', shopsOf: new Map() }
/** Sellers whose groups are kept in memory. */
const maxSellers = 100

/** Looks groups up inside a transaction. */
export function createShopGroupFinder(unit: SqlReader, sellerId: string): ShopGroupFinder {
  return {
    // A text with a comma is no shop, and would be found where its parts are neighbours.
    findGroupsWithShop: async (names, shop) =>
      shop.includes(',')
        ? []
        : namesOf(await allInList(unit, findGroupsWithShop, { sellerId, groupNames: names, shopText: shopText(shop) })),
    findExistingGroups: async (names) =>
      namesOf(await allInList(unit, findExistingGroups, { sellerId, groupNames: names })),
  }
}

function namesOf(rows: readonly SqlRow[]): readonly string[] {
  return rows.map(([name]) => String(name))
}

/** Reads groups as they are stored. */
export function createStoredGroups(reader: SqlReader): StoredGroups {
  return {
    listGroups: async (sellerId) => (await reader.all(listShopGroups({ sellerId }))).map(shopGroupOfRow),
    async findGroup(sellerId, name) {
      const row = await reader.one(findShopGroup({ sellerId, groupName: name }))
      return row && shopGroupOfRow(row)
    },
  }
}
