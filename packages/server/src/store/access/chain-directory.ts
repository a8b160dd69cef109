import type { SqlReader } from '#database/sql-engine'
import type { ChainDirectory } from '#domain/access/access-store'
import { listChains } from '#store/tables/chain-statements'

/** Lists the chains of the store. */
export function createChainDirectory(reader: SqlReader): ChainDirectory {
  return {
    async listChains() {
      return (await reader.all(listChains, [])).map(([sellerId]) => String(sellerId))
    },
  }
}
