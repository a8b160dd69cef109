import { readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction } from '#database/sql-engine'
import { positional } from '#database/statement'
import { transactRepeating } from '#database/transactions'
import type {
  AppRegistry,
  OldSecretLedger,
  SellerDirectory,
  SellerFinder,
  SessionRegistry,
  UsageLedger,
} from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import {
  appKeyOfRow,
  appOfRow,
  findApp,
  findSellersOfApp,
  listApps,
  recordOldSecretUse,
  type StoredApp,
} from '#store/tables/app'
import { listSecretsShown } from '#store/tables/app-secret-reader'
import { listSessions, listSessionsOfApp, sessionEntryOfRow } from '#store/tables/app-session'
import { findSeller, listOwnSellers, listSellers, sellerOfRow } from '#store/tables/seller'
import { addUsage, findUsage, insertUsage } from '#store/tables/usage-day'

type RegistryParts = Readonly<{ engine: Pick<SqlEngine, 'reader'>; keyring: Keyring }>

/** Reads apps from the store. */
export function createAppRegistry({ engine, keyring }: RegistryParts): AppRegistry {
  const { reader } = engine
  return {
    async listApps() {
      const apps: StoredApp[] = []
      for (const row of await reader.all(listApps())) apps.push(await storedApp(row, { reader, keyring }))
      return apps
    },
    async findAppEntry(appKey) {
      const row = await reader.one(findApp({ appKey }))
      return row && storedApp(row, { reader, keyring })
    },
    async countCalls(appKey, day) {
      return Number((await readValue(reader, findUsage({ appKey, dayText: day }))) ?? 0)
    },
    async listSecretsShown(operatorName) {
      return (await reader.all(listSecretsShown({ operatorName }))).map(([appKey]) => String(appKey))
    },
    listSellers: async () => (await reader.all(listSellers())).map(sellerOfRow),
  }
}

async function storedApp(
  row: SqlRow,
  { reader, keyring }: Readonly<{ reader: SqlReader; keyring: Keyring }>,
): Promise<StoredApp> {
  return appOfRow(row, await reader.all(findSellersOfApp({ appKey: appKeyOfRow(row) })), keyring.secrets)
}

/** Lists sessions. */
export function createSessionRegistry(reader: SqlReader): SessionRegistry {
  return {
    async listSessions(appKey) {
      const rows =
        appKey === undefined ? await reader.all(listSessions()) : await reader.all(listSessionsOfApp({ appKey }))
      return rows.map(sessionEntryOfRow)
    },
  }
}

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

/** Finds sellers in the store. */
export function createSellerFinder(reader: SqlReader): SellerFinder {
  return {
    async findSeller(sellerId) {
      const row = await reader.one(findSeller({ sellerId }))
      if (row === undefined) return undefined
      const { name } = sellerOfRow(row)
      return { sellerId, name }
    },
  }
}

/** Lists the sellers whose data the store keeps. */
export function createSellerDirectory(reader: SqlReader): SellerDirectory {
  return {
    async listSellers() {
      return (await reader.all(listOwnSellers())).map((row) => sellerOfRow(row).sellerId)
    },
  }
}
