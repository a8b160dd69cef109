import { LRUCache } from 'lru-cache'
import { allInList } from '#database/in-list'
import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import { transactUnit, type UnitOfWork } from '#database/unit-of-work'
import type {
  GroupChange,
  ShopGroup,
  ShopGroupFinder,
  ShopGroupReader,
  ShopGroupRegistry,
  ShopGroups,
} from '#domain/shops/shop-group-store'
import { remembering } from '#store/access/remembering'
import { ChainHead } from '#store/events/chain-head'
import type { Keyring } from '#store/keys/keyring'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { shopGroupSet } from '#store/sealed-sets/sealed-tables'
import {
  deleteShopGroup,
  findExistingGroups,
  findGroupsWithShop,
  findShopGroup,
  insertShopGroup,
  listGroupVersions,
  listShopGroups,
  setShopGroup,
  shopGroupOfRow,
  shopText,
} from '#store/tables/shop-group'

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

/** Keeps the groups of shops of sellers. */
export function createShopGroupRegistry(engine: SqlEngine, keyring: Keyring): ShopGroupRegistry {
  return {
    listGroups: async (sellerId) => (await engine.reader.all(listShopGroups({ sellerId }))).map(shopGroupOfRow),
    async findGroup(sellerId, name) {
      const row = await engine.reader.one(findShopGroup({ sellerId, groupName: name }))
      return row && shopGroupOfRow(row)
    },
    setGroup(change) {
      return transactUnit(engine, { sellerId: change.sellerId }, (unit) => setGroup({ unit, keyring }, change))
    },
    setSeenGroup(change) {
      return transactUnit(engine, { sellerId: change.sellerId }, (unit) => setSeenGroup({ unit, keyring }, change))
    },
    deleteGroup(change) {
      return transactUnit(engine, { sellerId: change.sellerId }, (unit) => deleteGroup({ unit, keyring }, change))
    },
  }
}

type Parts = Readonly<{ unit: UnitOfWork; keyring: Keyring }>

type Setting = GroupChange & Readonly<{ shops: string }>

async function setGroup(parts: Parts, change: Setting): Promise<ShopGroup> {
  const { name, shops, nowMs: setAtMs } = change
  return changeGroup(parts, change, (stored, eventSeq) => ({
    ...{ name, shops, setAtMs },
    version: nextVersion(stored, eventSeq),
  }))
}

async function setSeenGroup(
  parts: Parts,
  change: Setting & Readonly<{ seenVersion: number }>,
): Promise<ShopGroup | 'changed'> {
  const { sellerId, name, shops, seenVersion, nowMs: setAtMs } = change
  const row = await parts.unit.one(findShopGroup({ sellerId, groupName: name }))
  const seen = row && shopGroupOfRow(row)
  if (seen?.shops === shops) return seen
  if ((seen?.version ?? 0) !== seenVersion) return 'changed'
  return changeGroup(parts, change, (stored, eventSeq) => {
    if ((stored?.version ?? 0) !== seenVersion) throw new LostRaceError('the group was changed by another call')
    return { name, shops, version: nextVersion(stored, eventSeq), setAtMs }
  })
}

async function deleteGroup(parts: Parts, change: GroupChange): Promise<'deleted' | 'unknown'> {
  if ((await parts.unit.one(findShopGroup({ sellerId: change.sellerId, groupName: change.name }))) === undefined)
    return 'unknown'
  await changeGroup(parts, change, (stored) => {
    if (stored === undefined) throw new LostRaceError('the group was deleted by another call')
    return undefined
  })
  return 'deleted'
}

/** A group begins with the number of its event, so that one that is created again has no version of the deleted one. */
function nextVersion(stored: ShopGroup | undefined, eventSeq: number): number {
  return stored === undefined ? eventSeq : stored.version + 1
}

/** The head is locked first, so that changes at the same time follow one another. */
async function changeGroup<After extends ShopGroup | undefined>(
  { unit, keyring }: Parts,
  { sellerId, name, nowMs, actor, requestId }: GroupChange,
  afterOf: (stored: ShopGroup | undefined, eventSeq: number) => After,
): Promise<After> {
  const head = new ChainHead({ unit, origin: { sellerId, atMs: nowMs, actor, requestId }, keyring })
  const eventSeq = await head.takeNumbers(1)
  const [key, group] = [
    { seller_id: sellerId, group_name: name },
    { sellerId, groupName: name },
  ]
  const row = await unit.one(findShopGroup(group))
  const stored = row && shopGroupOfRow(row)
  const after = afterOf(stored, eventSeq)
  await changeSealed({ transaction: unit, keyring, set: shopGroupSet, key }, async () => {
    if (after === undefined) return unit.run(deleteShopGroup(group))
    const record = { version: after.version, shops_text: shopText(after.shops), set_at_ms: after.setAtMs }
    if (stored !== undefined) return unit.run(setShopGroup({ ...record, ...group }))
    return unit.run(insertShopGroup({ ...key, ...record }))
  })
  head.writeEvents([{ kind: 'shop_group', count: 1, before: textOf(stored), after: textOf(after) }])
  head.close()
  return after
}

/** The text of a group in events. */
function textOf(group: ShopGroup | undefined): string | undefined {
  return group && JSON.stringify({ group: group.name, version: group.version, shops: group.shops })
}
