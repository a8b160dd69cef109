import type { ChainDirectory } from '../../domain/access/access-store.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import { listChains } from '../statements/chain-statements.ts'

/** Lists the chains of the store. */
export function createChainDirectory(reader: SqlReader): ChainDirectory {
  return {
    async listChains() {
      return (await reader.all(listChains, [])).map(([sellerId]) => String(sellerId))
    },
  }
}
