import type { SqlEngine } from '#database/sql-engine'
import { transactUpserting } from '#database/transact-upserting'
import type { UsageLedger } from '#domain/access/access-store'
import { addUsage, findUsage, insertUsage } from '#store/tables/usage-statements'

/** Counts calls per app and day in the store, so that all servers on it share one quota. */
export function createUsageLedger(engine: SqlEngine): UsageLedger {
  return {
    addCalls(appKey, day, calls) {
      return transactUpserting(engine, async (transaction) => {
        const updated = await transaction.run(addUsage, [calls, appKey, day])
        if (updated === 0) await transaction.run(insertUsage, [appKey, day, calls])
        const row = await transaction.one(findUsage, [appKey, day])
        return Number(row?.[0])
      })
    },
  }
}
