import type { SqlEngine } from '#database/sql-engine'
import type { OldSecretLedger } from '#domain/access/access-store'
import { recordOldSecretUse } from '#store/tables/app'

/** Keeps the last use of old secrets in the rows of their apps. */
export function createOldSecretLedger(engine: SqlEngine): OldSecretLedger {
  return {
    async recordOldSecretUse({ appKey, secretSetAtMs, atMs }) {
      await engine.transact((transaction) =>
        transaction.run(recordOldSecretUse({ usedAtMs: atMs, appKey, secretSetAtMs })),
      )
    },
  }
}
