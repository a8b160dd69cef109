import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { openStore } from '#store/open-store'
import { claimPurpose, type StorePurpose } from '#store/store-purpose'
import { temporaryFolder } from '#testing/temporary-folder'
import { syncKeyMark } from './sync-key-mark.ts'

const folder = temporaryFolder()
const masterKey = 'ab'.repeat(32)

async function engineOf(name: string, purpose: StorePurpose | undefined) {
  const dataDir = join(folder, name)
  await (await openStore({ dataDir, masterKey, purpose })).close()
  return openSqliteEngine(join(dataDir, 'yaoquan.db'))
}

test('a moved sandbox stays one, and is not moved into a store of production', async () => {
  const [sandbox, production] = [await engineOf('from', 'sandbox'), await engineOf('production', 'production')]
  const fresh = await engineOf('fresh', undefined)
  for (const table of ['store_property', 'store_key']) {
    await fresh.transact((transaction) => transaction.run(`DELETE FROM ${table}`, []))
  }
  await syncKeyMark(sandbox, fresh)
  await expect(claimPurpose(fresh, 'production')).rejects.toThrow('created with --sandbox')
  await claimPurpose(fresh, 'sandbox')
  await syncKeyMark(sandbox, fresh)
  await expect(syncKeyMark(sandbox, production)).rejects.toThrow('only one of source and target is a sandbox')
  for (const engine of [sandbox, production, fresh]) await engine.close()
})
