import type { OldSecretLedger } from '../../domain/access/access-store.ts'
import type { SqlEngine } from '../sql/sql-engine.ts'
import { recordOldSecretUse } from '../statements/app-statements.ts'

/** Keeps the last use of old secrets in the rows of their apps. */
export function createOldSecretLedger(engine: SqlEngine): OldSecretLedger {
  return {
    async recordOldSecretUse({ appKey, secretSetAtMs, atMs }) {
      const values = [atMs, appKey, secretSetAtMs, atMs]
      await engine.transact((transaction) => transaction.run(recordOldSecretUse, values))
    },
  }
}
