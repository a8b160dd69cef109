import type { SqlReader } from '#database/sql-engine'
import { shopEntries } from '#store/tables/shop'

/** Whether a shop is in the list of the seller, or the list is empty. A shop that is known, the common case, takes one statement. */
export async function isShopKnown(reader: SqlReader, sellerId: string, code: string): Promise<boolean> {
  if ((await reader.one(shopEntries.find({ sellerId, codes: [code] }))) !== undefined) return true
  return (await reader.one(shopEntries.list({ sellerId, afterCode: '', limit: 1 }))) === undefined
}
