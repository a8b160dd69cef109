import type { SqlReader } from '#database/sql-engine'
import type { SellerDirectory } from '#domain/access/access-store'
import { listSellers, sellerOfRow } from '#store/tables/seller'

/** Lists the sellers of the store. */
export function createSellerDirectory(reader: SqlReader): SellerDirectory {
  return {
    async listSellers() {
      return (await reader.all(listSellers())).map((row) => sellerOfRow(row).sellerId)
    },
  }
}
