import type { SqlReader, SqlRow } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { Entry } from '#domain/master-data/master-data-store'
import type { EntryStatements } from '#store/tables/entry-statements'
import { shopEntries } from '#store/tables/shop'

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
