import type { SqlEngine } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { SecretReaders } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealed } from '#store/sealed-sets/sealed-sets'
import { secretReaderSet } from '#store/sealed-sets/sealed-tables'
import { findSecretReader, insertSecretReader } from '#store/tables/app-secret-reader'

/** Keeps who was shown the secrets of apps. */
export function createSecretReaders({
  engine,
  keyring,
}: Readonly<{ engine: SqlEngine; keyring: Keyring }>): SecretReaders {
  return {
    async recordReader(appKey, operatorName, nowMs) {
      const key = { app_key: appKey, operator_name: operatorName }
      await transactRepeating(engine, (transaction) =>
        changeSealed({ transaction, keyring, set: secretReaderSet, key }, async () => {
          if ((await transaction.one(findSecretReader({ appKey, operatorName }))) !== undefined) return
          await transaction.run(insertSecretReader({ ...key, read_at_ms: nowMs }))
        }),
      )
      await refuseMovingStore(engine)
    },
  }
}
