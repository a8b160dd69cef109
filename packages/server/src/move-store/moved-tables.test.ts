import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openStore } from '#store/open-store'
import { temporaryFolder } from '#testing/temporary-folder'
import * as moved from './moved-tables.ts'

/** Made anew at the target. */
const ownTables = ['schema_step', 'store_property']

test('every table and column of the store is moved', async () => {
  const dataDir = temporaryFolder()
  await (await openStore({ dataDir })).close()
  const database = new Database(join(dataDir, 'yaoquan.db'))
  const list = (text: string) => database.prepare<[], string>(text).pluck().all()
  const tables = list("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
  const standing = tables
    .filter((name) => !ownTables.includes(name))
    .map((name) => [name, list(`SELECT name FROM pragma_table_info('${name}')`).toSorted()])
  database.close()
  const { couponTable, eventTable, redemptionTable, phoneTable, requestTable } = moved
  const all = [
    couponTable,
    eventTable,
    redemptionTable,
    phoneTable,
    requestTable,
    ...moved.comparedSellerTables,
    ...moved.sharedTables,
  ]
  expect(Object.fromEntries(all.map(({ name, columns }) => [name, columns.toSorted()]))).toEqual(
    Object.fromEntries(standing),
  )
})
