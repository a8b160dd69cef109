import { readValue } from '#database/record'
import type { SqlEngine, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { transactRepeating } from '#database/transactions'
import type { UsageLedger } from '#domain/access/access-store'
import { addUsage, findUsage, insertUsage } from '#store/tables/usage-day'

/** Counts calls per app and day in the store, so that all servers on it share one quota. */
export function createUsageLedger(engine: SqlEngine): UsageLedger {
  return {
    addCalls(appKey, day, calls) {
      const add = async (transaction: SqlTransaction) => {
        const updated = await transaction.run(addUsage({ calls, appKey, dayText: day }))
        if (updated === 0) {
          const values = insertUsage.encode({ app_key: appKey, day_text: day, calls })
          await transaction.run(positional(insertUsage.text, values))
        }
        return Number(await readValue(transaction, findUsage({ appKey, dayText: day })))
      }
      return transactRepeating(engine, add, { mayBeLost: true })
    },
  }
}
