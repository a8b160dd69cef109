import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePorts } from '../../scripts/mariadb/free-ports.ts'
import { requireProgram, skipsMariadbBackup } from '../../scripts/mariadb/installed-programs.ts'
import { createNode } from '../../scripts/mariadb/mariadb-node.ts'
import { placesOf } from '../../scripts/mariadb/node-settings.ts'
import { createServerFolder } from '../../scripts/mariadb/server-folder.ts'
import { type Mariadb, startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { auditedSeller } from '../harness/audited-seller.ts'
import { nothingTold, saveTemplate } from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, loadUntil } from '../harness/lifecycle-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const masterKey = '5a'.repeat(32)
const run = promisify(execFile)

function mariadbBackup(...flags: readonly string[]) {
  return run(requireProgram('mariadb-backup'), ['--no-defaults', ...flags])
}

describe.skipIf(skipsMariadbBackup())(
  'a store on a database server (skipped where mariadb-server or mariadb-backup is not installed)',
  () => {
    let folder: string
    let mariadb: Mariadb

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'yaoquan-mariadb-backup-'))
      mariadb = await startMariadb()
    })
    afterAll(async () => {
      await mariadb?.stop()
      await rm(folder, { recursive: true, force: true })
    })

    test('is backed up by mariadb-backup under load, as docs/cluster.md says, and restored with all that was acknowledged', async () => {
      const storeUrl = await mariadb.createSchema()
      const administration = await openAdministration({ dataDir: folder, storeUrl, masterKey })
      await administration.createSeller({ sellerId: '111', name: 'backup' })
      await administration.createApp({ name: 'backup', sellerIds: ['111'], allowedIps: [], ...testApp })
      await administration.close()
      const server = await startServerProcess(['--store', storeUrl, '--data', folder, '--log-level', 'silent'], {
        YAOQUAN_MASTER_KEY: masterKey,
      })
      const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
      await saveTemplate(client)
      const told = nothingTold()
      let isOver = false
      const loading = loadUntil(() => isOver, { client, nextWrite: createLifecycleLoad('m', told), callers: 8 })
      await delay(1_000)
      const copy = createServerFolder()
      const [port = 0] = await findFreePorts(1)
      const restored = createNode({ name: 'restored', folder: copy.path, port })
      const { dataDir } = placesOf(restored)
      const changes = join(copy.path, 'changes')
      const backUp = ['--backup', `--socket=${placesOf(mariadb.node).socket}`, '--user=root']
      await mariadbBackup(...backUp, `--target-dir=${dataDir}`)
      await delay(1_000)
      const before = { codes: [...told.issuedCodes, ...told.claimedCodes], redeemed: [...told.redemptions.keys()] }
      await mariadbBackup(...backUp, `--target-dir=${changes}`, `--incremental-basedir=${dataDir}`)
      isOver = true
      await loading
      await server.stop()
      await mariadbBackup('--prepare', `--target-dir=${dataDir}`)
      await mariadbBackup('--prepare', `--target-dir=${dataDir}`, `--incremental-dir=${changes}`)
      if (process.getuid?.() === 0) await run('chown', ['-R', 'mysql:mysql', dataDir])
      await restored.start()
      try {
        const place = { dataDir: folder, storeUrl: storeUrl.replace(/:\d+\//, `:${port}/`), masterKey }
        await expectAll(place, before)
      } finally {
        await restored.kill()
        copy.remove()
      }
    })
  },
)

type Place = Readonly<{ dataDir: string; storeUrl: string; masterKey: string }>

async function expectAll(place: Place, before: Readonly<{ codes: readonly string[]; redeemed: readonly string[] }>) {
  expect(await auditedSeller(place)).toMatchObject({ kind: 'intact' })
  const flags = ['--store', place.storeUrl, '--data', place.dataDir, '--log-level', 'silent']
  const server = await startServerProcess(flags, { YAOQUAN_MASTER_KEY: place.masterKey })
  const client = new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs })
  const codes = new Set<string>()
  const redeemed = new Set<string>()
  for await (const { kind, couponCode, after } of client.events({ afterSeq: 0 })) {
    if (couponCode !== undefined) codes.add(couponCode)
    if (kind === 'redeemed') redeemed.add(JSON.parse(after ?? '').redemption_id)
  }
  await server.stop()
  expect(before.codes.length).toBeGreaterThan(0)
  expect(before.codes.filter((code) => !codes.has(code))).toEqual([])
  expect(before.redeemed.filter((id) => !redeemed.has(id))).toEqual([])
}
