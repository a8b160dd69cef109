import { LostRaceError } from '#database/lost-race-error'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction } from '#database/sql-engine'
import { transactRepeating } from '#database/transact-repeating'
import type { App, AppChange, AppEntry, AppRegistry } from '#domain/access/access-store'
import type { Cipher } from '#encryption/cipher'
import type { Seals } from '#encryption/seals'
import { refuseMovingStore } from '#store/move-mark/moved-store'
import { changeSealedApp } from '#store/sealed-sets/change-sealed-app'
import { appOfRows, columnsOf, valuesOfApp } from '#store/tables/access-rows'
import {
  deleteSellersOfApp,
  findApp,
  findSellersOfApp,
  insertAppSeller,
  listApps,
  updateApp,
} from '#store/tables/app-statements'
import { listSellerEntries } from '#store/tables/seller-statements'
import { findUsage } from '#store/tables/usage-statements'

type RegistryParts = Readonly<{ engine: SqlEngine; cipher: Cipher; seals: Seals }>

/** Reads apps as they lie in the store, and changes them. */
export function createAppRegistry({ engine, cipher, seals }: RegistryParts): AppRegistry {
  const { reader } = engine
  return {
    async listApps() {
      const rows = await reader.all(listApps, [])
      const entries: AppEntry[] = []
      for (const [appKey, ...row] of rows) entries.push(await entryOf(String(appKey), row, { reader, cipher }))
      return entries
    },
    async findAppEntry(appKey) {
      const row = await reader.one(findApp, [appKey])
      return row === undefined ? undefined : entryOf(appKey, row, { reader, cipher })
    },
    async changeApp(appKey, change) {
      const outcome = await transactRepeating(engine, (transaction) =>
        changeRows(transaction, { appKey, cipher, seals, change }),
      )
      // The fence of a move leaves this table as it is, for those who read.
      await refuseMovingStore(engine)
      return outcome
    },
    async countCalls(appKey, day) {
      return Number((await reader.one(findUsage, [appKey, day]))?.[0] ?? 0)
    },
    async listSellers() {
      const rows = await reader.all(listSellerEntries, [])
      return rows.map(([sellerId, name, createdAtMs]) => {
        return { sellerId: String(sellerId), name: String(name), createdAtMs: Number(createdAtMs) }
      })
    },
  }
}

async function entryOf(
  appKey: string,
  row: SqlRow,
  { reader, cipher }: Readonly<{ reader: SqlReader; cipher: Cipher }>,
): Promise<AppEntry> {
  const chains = await reader.all(findSellersOfApp, [appKey])
  return {
    app: appOfRows({ appKey, app: row, chains }, cipher),
    createdAtMs: Number(columnsOf(row)('created_at_ms')),
  }
}

type Changing<Refusal> = Readonly<{
  appKey: string
  cipher: Cipher
  seals: Seals
  change: (app: App) => AppChange<Refusal>
}>

/** The version decides: of two changes at once the later one is applied to what the earlier one made. */
async function changeRows<Refusal extends Readonly<{ kind: string }>>(
  transaction: SqlTransaction,
  { appKey, cipher, seals, change }: Changing<Refusal>,
): Promise<AppChange<Refusal> | Readonly<{ kind: 'unknown-app' }>> {
  const row = await transaction.one(findApp, [appKey])
  if (row === undefined) return { kind: 'unknown-app' }
  const { app, createdAtMs } = await entryOf(appKey, row, { reader: transaction, cipher })
  const outcome = change(app)
  if (!isChanged(outcome)) return outcome
  const version = Number(columnsOf(row)('version'))
  const values = valuesOfApp(outcome.app, cipher, { createdAtMs, version: version + 1 })
  await changeSealedApp({ transaction, seals, appKey }, async () => {
    if ((await transaction.run(updateApp, [...values, appKey, version])) === 0) throw new LostRaceError()
    if (isSameList(app.sellerIds, outcome.app.sellerIds)) return
    await transaction.run(deleteSellersOfApp, [appKey])
    for (const [place, sellerId] of [...new Set(outcome.app.sellerIds)].entries()) {
      await transaction.run(insertAppSeller, [appKey, sellerId, place])
    }
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
