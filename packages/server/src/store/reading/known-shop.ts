import type { SqlReader, SqlRow } from '#database/sql-engine'
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

/** Whether a shop is in the list of the seller, or the list is empty. A shop that is known, the common case, takes one statement. */
export async function isShopKnown(reader: SqlReader, sellerId: string, code: string): Promise<boolean> {
  if ((await reader.one(shopEntries.find({ sellerId, codes: [code] }))) !== undefined) return true
  return (await reader.one(shopEntries.list({ sellerId, afterCode: '', limit: 1 }))) === undefined
}
