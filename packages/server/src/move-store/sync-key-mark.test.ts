import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { positional } from '#database/statement'
import { readKeyring } from '#store/keys/open-keyring'
import { openStore } from '#store/open-store'
import { claimPurpose, type StorePurpose } from '#store/store-purpose'
import { temporaryFolder } from '#testing/temporary-folder'
import { syncKeyMark, syncProperties } from './sync-key-mark.ts'

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
    await fresh.transact((transaction) => transaction.run(positional(`DELETE FROM ${table}`)))
  }
  await syncKeyMark(sandbox, fresh)
  await syncProperties(sandbox, fresh)
  const moved = { engine: fresh, keyring: await readKeyring(fresh.reader, [Buffer.from(masterKey, 'hex')]) }
  await expect(claimPurpose(moved, 'production')).rejects.toThrow('created with --sandbox')
  await claimPurpose(moved, 'sandbox')
  await syncKeyMark(sandbox, fresh)
  await expect(syncKeyMark(sandbox, production)).rejects.toThrow('only one of source and target is a sandbox')
  for (const engine of [sandbox, production, fresh]) await engine.close()
})

test('a store whose master key is being changed is not moved until that is finished, and moves with the new key', async () => {
  const dataDir = join(folder, 'rotating')
  const store = await openStore({ dataDir, masterKey })
  const rotate = (onProgress: () => void) =>
    store.keyRotator.rotate({
      masterKey: new Uint8Array(32).fill(7),
      nowMs: () => 1,
      settleMs: 0,
      place: async () => undefined,
      onProgress,
    })
  const ended = rotate(() => {
    throw new Error('the process ended here')
  })
  await expect(ended).rejects.toThrow('the process ended here')
  const [from, to] = [await openSqliteEngine(join(dataDir, 'yaoquan.db')), await engineOf('target', undefined)]
  await expect(syncKeyMark(from, to)).rejects.toThrow('the master key of the source is being changed')
  await rotate(() => undefined)
  await expect(syncKeyMark(from, to)).rejects.toThrow('different master keys')
  for (const table of ['store_property', 'store_key']) {
    await to.transact((transaction) => transaction.run(positional(`DELETE FROM ${table}`)))
  }
  await syncKeyMark(from, to)
  expect((await readKeyring(to.reader, [new Uint8Array(32).fill(7)])).current.generation).toBe(2)
  await store.close()
  for (const engine of [from, to]) await engine.close()
})
