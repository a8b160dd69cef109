import { LRUCache } from 'lru-cache'
import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { ShopGroupFinder, ShopGroupReader, ShopGroups, StoredGroups } from '#domain/shops/shop-group-store'
import { remembering } from '#store/access/remembering'
import {
  findExistingGroups,
  findGroupsWithShop,
  findShopGroup,
  listGroupVersions,
  listShopGroups,
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
