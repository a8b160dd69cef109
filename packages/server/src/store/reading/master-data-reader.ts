import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Entry, EntryQuery, MasterDataReader } from '#domain/master-data/master-data-store'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'
import { isShopKnown } from './known-shop.ts'

/** Reads what codes stand for. */
export function createMasterDataReader(reader: SqlReader): MasterDataReader {
  return {
    listShops: (query) => list(reader, shopEntries, query),
    async findShop(sellerId, code) {
      const row = await reader.one(shopEntries.find({ sellerId, codes: [code] }))
      return row && shopEntries.ofRow(row)
    },
    isShopKnown: (sellerId, code) => isShopKnown(reader, sellerId, code),
    listCategories: (query) => list(reader, categoryEntries, query),
    async findNamed(sellerId, { shops, categories }) {
      const found = async <E extends Entry>({ find, ofRow }: EntryStatements<E>, codes: readonly string[]) =>
        (await allInList(reader, find, { sellerId, codes })).map(ofRow)
      return { shops: await found(shopEntries, shops), categories: await found(categoryEntries, categories) }
    },
  }
}

async function list<E extends Entry>(
  reader: SqlReader,
  { list: listAfter, ofRow }: EntryStatements<E>,
  { sellerId, afterCode, limit }: EntryQuery,
): Promise<readonly E[]> {
  return (await reader.all(listAfter({ sellerId, afterCode, limit }))).map(ofRow)
}
