import { readValue } from '#database/record'
import type { SqlEngine, SqlReader, SqlRow } from '#database/sql-engine'
import type { AppRegistry } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { appKeyOfRow, appOfRow, findApp, findSellersOfApp, listApps, type StoredApp } from '#store/tables/app'
import { listSecretsShown } from '#store/tables/app-secret-reader'
import { listSellers, sellerOfRow } from '#store/tables/seller'
import { findUsage } from '#store/tables/usage-day'

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
