import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Entry, EntryQuery, MasterDataReader } from '#domain/master-data/master-data-store'
import { categoryEntries } from '#store/tables/category'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'

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

const pageSize = 1000

/** The codes of all shops of a seller, of which chains have some thousand. */
export async function readKnownShops(reader: SqlReader, sellerId: string): Promise<ReadonlySet<string>> {
  const codes = new Set<string>()
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: readonly SqlRow[] = await reader.all(shopEntries.list({ sellerId, afterCode: after, limit: pageSize }))
    const page = rows.map((row) => shopEntries.ofRow(row).code)
    for (const code of page) codes.add(code)
    after = page.length < pageSize ? undefined : page.at(-1)
  }
  return codes
}

/** Whether a shop is in the list of the seller, or the list is empty. */
export async function isShopKnown(reader: SqlReader, sellerId: string, code: string): Promise<boolean> {
  return (await findUnknown(reader, shopEntries, { sellerId, codes: [code] })).length === 0
}

/** The codes that a list of the seller does not have, unless the list is empty. Known codes, the common case, take one statement. */
export async function findUnknown<E extends Entry>(
  reader: SqlReader,
  { find, list, ofRow }: EntryStatements<E>,
  { sellerId, codes }: Readonly<{ sellerId: string; codes: readonly string[] }>,
): Promise<readonly string[]> {
  const known = new Set((await allInList(reader, find, { sellerId, codes })).map((row) => ofRow(row).code))
  const unknown = codes.filter((code) => !known.has(code))
  if (unknown.length === 0 || known.size > 0) return unknown
  return (await reader.one(list({ sellerId, afterCode: '', limit: 1 }))) === undefined ? [] : unknown
}
