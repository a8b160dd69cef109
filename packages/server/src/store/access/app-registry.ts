import { LostRaceError } from '#database/lost-race-error'
import { readValue } from '#database/read-value'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { App, AppChange, AppRegistry } from '#domain/access/access-store'
import type { Keyring } from '#store/keys/keyring'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealedApp } from '#store/sealed-sets/sealed-tables'
import {
  appKeyOfRow,
  appOfRow,
  deleteSellersOfApp,
  findApp,
  findSellersOfApp,
  listApps,
  type StoredApp,
  updateApp,
} from '#store/tables/app'
import { listSellers, sellerOfRow } from '#store/tables/seller'
import { findUsage } from '#store/tables/usage-day'
import { insertSellersOfApp } from './insert-sellers-of-app.ts'

type RegistryParts = Readonly<{ engine: SqlEngine; keyring: Keyring }>

/** Reads apps from the store, and changes them. */
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
    async changeApp(appKey, change) {
      const outcome = await transactRepeating(engine, (transaction) =>
        changeRows(transaction, { appKey, keyring, change }),
      )
      // The fence of a move leaves this table as it is, for readers.
      await refuseMovingStore(engine)
      return outcome
    },
    async countCalls(appKey, day) {
      return Number((await readValue(reader, findUsage({ appKey, dayText: day }))) ?? 0)
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

type Changing<Refusal> = Readonly<{
  appKey: string
  keyring: Keyring
  change: (app: App) => AppChange<Refusal>
}>

/** The version decides: of two changes at the same time, the later one is applied to the result of the earlier one. */
async function changeRows<Refusal extends Readonly<{ kind: string }>>(
  transaction: SqlTransaction,
  { appKey, keyring, change }: Changing<Refusal>,
): Promise<AppChange<Refusal> | Readonly<{ kind: 'unknown-app' }>> {
  const row = await transaction.one(findApp({ appKey }))
  if (row === undefined) return { kind: 'unknown-app' }
  const { app, createdAtMs, version } = await storedApp(row, { reader: transaction, keyring })
  const outcome = change(app)
  if (!isChanged(outcome)) return outcome
  await changeSealedApp({ transaction, keyring, appKey }, async ({ secrets }) => {
    const updated = updateApp({ app: outcome.app, createdAtMs, version: version + 1 }, secrets)
    if ((await transaction.run(updated)) === 0) throw new LostRaceError()
    if (isSameList(app.sellerIds, outcome.app.sellerIds)) return
    await transaction.run(deleteSellersOfApp({ appKey }))
    await insertSellersOfApp(transaction, outcome.app)
  })
  return outcome
}

function isChanged<Refusal extends Readonly<{ kind: string }>>(
  outcome: AppChange<Refusal>,
): outcome is Readonly<{ kind: 'changed'; app: App }> {
  return outcome.kind === 'changed'
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, place) => value === right[place])
}
