import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#testing/temporary-folder'
import { openStore, type Store } from './open-store.ts'

const masterKey = '5a'.repeat(32)
const audit = { begunAtMs: 1, endedAtMs: 2, events: 3, rows: 4, findings: 5 }

async function recordingStore(): Promise<Readonly<{ store: Store; database: Database.Database }>> {
  const dataDir = temporaryFolder()
  const store = await openStore({ dataDir, masterKey })
  await store.lastAudits.record(audit)
  return { store, database: new Database(join(dataDir, 'yaoquan.db')) }
}

const contentOf = (database: Database.Database): Buffer =>
  database.prepare("SELECT content FROM store_property WHERE property_name = 'last_audit'").pluck().get() as Buffer

/** The next read sees it: reads of one turn share a snapshot. */
async function setContent(database: Database.Database, content: Buffer): Promise<void> {
  database.prepare("UPDATE store_property SET content = ? WHERE property_name = 'last_audit'").run(content)
  await nextTurn()
}

test('takes an audit for recorded only where this program recorded it, for this store', async () => {
  const [own, other] = [await recordingStore(), await recordingStore()]
  expect(await own.store.lastAudits.find()).toEqual(audit)
  const content = contentOf(own.database)
  const forgeries = [
    Buffer.from('[1,2,3,4,0]'),
    Buffer.concat([content.subarray(0, 32), Buffer.from('[1,2,3,4,0]')]),
    Buffer.concat([content.subarray(0, 32), Buffer.from('[99999999999999999,2,3,4,5]')]),
    contentOf(other.database),
  ]
  for (const forged of forgeries) {
    await setContent(own.database, forged)
    expect(await own.store.lastAudits.find()).toBeUndefined()
  }
  await setContent(own.database, content)
  expect(await own.store.lastAudits.find()).toEqual(audit)
  for (const { store, database } of [own, other]) {
    database.close()
    await store.close()
  }
})

test('reads no record whose times are beyond those of a Date', async () => {
  const { store, database } = await recordingStore()
  await store.lastAudits.record({ ...audit, endedAtMs: 8_640_000_000_000_001 })
  expect(await store.lastAudits.find()).toBeUndefined()
  database.close()
  await store.close()
})
