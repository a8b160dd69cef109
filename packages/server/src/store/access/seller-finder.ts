import type { SqlReader } from '#database/sql-engine'
import type { SellerFinder } from '#domain/access/access-store'
import { findSeller, sellerOfRow } from '#store/tables/seller'

/** Finds sellers in the store. */
export function createSellerFinder(reader: SqlReader): SellerFinder {
  return {
    async findSeller(sellerId) {
      const row = await reader.one(findSeller({ sellerId }))
      if (row === undefined) return undefined
      const { name } = sellerOfRow(row)
      return { sellerId, name }
    },
  }
}
