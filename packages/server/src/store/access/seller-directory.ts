import type { SqlReader } from '#database/sql-engine'
import type { SellerDirectory } from '#domain/access/access-store'
import { listOwnSellers, sellerOfRow } from '#store/tables/seller'

/** Lists the sellers whose data the store keeps. */
export function createSellerDirectory(reader: SqlReader): SellerDirectory {
  return {
    async listSellers() {
      return (await reader.all(listOwnSellers())).map((row) => sellerOfRow(row).sellerId)
    },
  }
}
