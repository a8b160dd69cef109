import type { SqlEngine } from '#database/sql-engine'
import { transactUnit } from '#database/unit-of-work'
import type { RowSum } from '#encryption/seals'
import type { Keyring } from '#store/keys/keyring'
import { findHeadsWithoutSums } from '#store/tables/event-head'
import { ChainHead } from './chain-head.ts'
import { summedTables, sumTable, tableSumsText } from './table-sums.ts'

/** Gives the heads of a store that was written before tables had sums the sums over its present rows. */
export async function openTableSums(engine: SqlEngine, keyring: Keyring): Promise<void> {
  for (const [id] of await engine.reader.all(findHeadsWithoutSums())) {
    const sellerId = String(id)
    await transactUnit(engine, { sellerId }, async (unit) => {
      const origin = { sellerId, atMs: 0, actor: 'system', requestId: undefined }
      const head = new ChainHead({ unit, origin, keyring })
      await head.lock()
      await head.startTableSums(async () => {
        const sums = new Map<string, RowSum>()
        for (const summed of summedTables) {
          const sum = await sumTable({ reader: unit, seals: keyring.rows, sellerId }, summed)
          if (sum.count > 0) sums.set(summed.table.name, sum)
        }
        return tableSumsText(sums)
      })
      head.close()
    })
  }
}
