import type { SqlReader } from '#database/sql-engine'
import type { SellerDirectory } from '#domain/access/access-store'
import { listSellers } from '#store/tables/seller-statements'

/** Lists the sellers of the store. */
export function createSellerDirectory(reader: SqlReader): SellerDirectory {
  return {
    async listSellers() {
      return (await reader.all(listSellers, [])).map(([sellerId]) => String(sellerId))
    },
  }
}
