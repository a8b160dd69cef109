import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../scripts/mariadb/start-mariadb.ts'
import { auditedSeller } from '../harness/audited-seller.ts'
import {
  compareCounters,
  compareStates,
  compareWithEvents,
  nothingHappened,
  nothingTold,
  repeatAll,
  type StorePlace,
  saveTemplate,
} from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, type LoadResult, loadUntil } from '../harness/lifecycle-load.ts'
import { runCli, startCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { testApp } from '../harness/test-server.ts'

const masterKey = '5a'.repeat(32)
const environment = { YAOQUAN_MASTER_KEY: masterKey }
const callers = 8

let folder: string
const servers: ServerProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-move-'))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop('SIGKILL')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A store as the command line names it, and as the program opens it. */
type Side = Readonly<{ location: string; place: StorePlace; flags: readonly string[] }>

function fileSide(name: string): Side {
  const dataDir = join(folder, name)
  return { location: `sqlite:${dataDir}`, place: { dataDir, masterKey }, flags: ['--data', dataDir] }
}

function serverSide(storeUrl: string): Side {
  const dataDir = join(folder, 'unused')
  return {
    location: storeUrl,
    place: { dataDir, storeUrl, masterKey },
    flags: ['--store', storeUrl, '--data', dataDir],
  }
}

async function prepare({ place }: Side): Promise<void> {
  const administration = await openAdministration(place)
  await administration.createSeller({ sellerId: '111', name: 'move' })
  await administration.createApp({ name: 'move', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
}

async function serve({ flags }: Side): Promise<TopClient> {
  const server = await startServerProcess([...flags, '--log-level', 'silent'], environment)
  servers.push(server)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, retries: 0 })
}

function move(from: Side, to: Side, ...flags: readonly string[]) {
  return runCli(['migrate-store', '--from', from.location, '--to', to.location, ...flags], environment)
}

/**
 * Moves a store under load, the mover killed several times on the way; then the load goes on at the new store, and everything
 * that was ever acknowledged is asked for again there.
 */
async function moveUnderLoad(from: Side, to: Side, kills: number): Promise<void> {
  await prepare(from)
  const told = nothingTold()
  const client = await serve(from)
  await saveTemplate(client)
  let isOver = false
  const nextWrite = createLifecycleLoad('before', told)
  // After the fence a caller hears nothing but faults; it must not turn in circles for them.
  const loading = loadUntil(() => isOver, { client, nextWrite, callers, pauseAfterUnknownMs: 50 })
  await delay(1000)
  for (let kill = 0; kill < kills; kill += 1) {
    const child = startCli(['migrate-store', '--from', from.location, '--to', to.location], environment)
    await delay(500 + kill * 150)
    child.kill('SIGKILL')
  }
  const copied = await move(from, to)
  expect(copied.code, copied.stderr + copied.stdout).toBe(0)
  const switched = await move(from, to, '--switch', '--json')
  expect(switched.code, switched.stderr + switched.stdout).toBe(0)
  expect(JSON.parse(switched.stdout)).toMatchObject([{ sellerId: '111', faults: [] }])
  isOver = true
  const before: LoadResult = await loading
  expect(before.acknowledged.length).toBeGreaterThan(50)
  await expectReadOnly(client)
  const moved = await serve(to)
  await repeatAll(moved, before)
  let ends = false
  const after = loadUntil(() => ends, { client: moved, nextWrite: createLifecycleLoad('after', told), callers })
  await delay(1500)
  ends = true
  await repeatAll(moved, await after)
  await compareWithEvents(moved, told, nothingHappened(to.place))
  await compareCounters(moved, told)
  await compareStates(moved, told)
}

/** The old server still finds coupons and refuses every write. */
async function expectReadOnly(client: TopClient): Promise<void> {
  expect((await client.queryCoupons({ pageSize: 1 })).totalCount).toBeGreaterThan(0)
  const issuing = client.issueCoupons({ outRequestNo: 'late', coupons: [{ couponCode: 'late' }] })
  await expect(issuing).rejects.toMatchObject({ code: 15, subCode: expect.stringMatching(/^isp\./) })
}

test('moves from file to file under load, resumed after kills, and back again', { timeout: 240_000 }, async () => {
  const [one, two] = [fileSide('one'), fileSide('two')]
  await moveUnderLoad(one, two, 2)
  const opened = openAdministration(one.place)
  await expect(opened).rejects.toThrow(/has moved there; this store is read-only/)
  const again = await move(one, two, '--switch')
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('already switched')])
})

describe.skipIf(skipsMariadb())('with a database server (skipped where mariadb-server is not installed)', () => {
  let mariadb: Mariadb
  beforeAll(async () => {
    mariadb = await startMariadb()
  }, 120_000)
  afterAll(() => mariadb?.stop())

  test('moves from a file to a server under load, resumed after kills', { timeout: 240_000 }, async () => {
    await moveUnderLoad(fileSide('file'), serverSide(await mariadb.createSchema()), 3)
  })

  test('moves from a server to a file under load', { timeout: 240_000 }, async () => {
    await moveUnderLoad(serverSide(await mariadb.createSchema()), fileSide('back'), 1)
  })
})

describe('a move that must not be', { timeout: 120_000 }, () => {
  async function smallStore(name: string): Promise<Side> {
    const side = fileSide(name)
    await prepare(side)
    const administration = await openAdministration(side.place)
    const rows = Array.from({ length: 300 }, (_, place) => ({ couponCode: `c${place}`, phone: '18612255668' }))
    await administration.importCoupons({ sellerId: '111', rows })
    await administration.close()
    return side
  }

  test('finds what was altered on the way, and does not switch', async () => {
    const [from, to] = [await smallStore('altered'), fileSide('altered-to')]
    expect(await move(from, to)).toMatchObject({ code: 0 })
    const database = new Database(join(to.place.dataDir, 'yaoquan.db'))
    database.exec("UPDATE coupon SET coupon_name = 'altered' WHERE seq = 7")
    database.close()
    const { code, stdout } = await move(from, to, '--switch')
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/seller 111: 300 coupons[\s\S]*✗ coupon, seq 1 to 300: the terms as issued/),
    ])
    const served = openAdministration(from.place)
    await (await served).close()
  })

  test('a target that is being moved into is not served, and an aborted switch gives the source back', async () => {
    const [from, to] = [await smallStore('aborted'), fileSide('aborted-to')]
    await move(from, to)
    await expect(openAdministration(to.place)).rejects.toThrow(/data is being moved into this store/)
    const database = new Database(join(to.place.dataDir, 'yaoquan.db'))
    database.exec('DELETE FROM coupon WHERE seq = 7')
    database.close()
    expect((await move(from, to, '--switch')).code).toBe(1)
    expect(await move(from, to, '--abort')).toMatchObject({ code: 0 })
    expect(await auditedSeller(from.place)).toEqual({ kind: 'intact', events: 300 })
  })

  test('goes on where it was broken off while the fence was being raised', async () => {
    const [from, to] = [await smallStore('half'), fileSide('half-to')]
    expect(await move(from, to)).toMatchObject({ code: 0 })
    const database = new Database(join(from.place.dataDir, 'yaoquan.db'))
    database.exec('ALTER TABLE event_head RENAME TO event_head_moved')
    database.close()
    const { code, stdout, stderr } = await move(from, to, '--switch')
    expect([code, stderr], stdout).toEqual([0, expect.any(String)])
    expect(await auditedSeller(to.place)).toEqual({ kind: 'intact', events: 300 })
  })

  test('does not give a store back for a move between others', async () => {
    const [moved, to] = [await smallStore('gone'), fileSide('gone-to')]
    expect(await move(moved, to, '--switch')).toMatchObject({ code: 0 })
    const [other, otherTo] = [await smallStore('between'), fileSide('between-to')]
    await move(other, otherTo)
    expect(await move(moved, otherTo, '--abort')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no unfinished move to abort'),
    })
    await expect(openAdministration(moved.place)).rejects.toThrow(/has moved there/)
  })

  test('refuses a target with data of its own, another key, the same place and no place at all', async () => {
    const from = await smallStore('refused')
    const other = await smallStore('refused-other')
    expect((await move(from, other)).stderr).toContain('is not empty')
    expect((await move(from, from)).stderr).toContain('source and target are the same')
    expect((await move(fileSide('nowhere'), fileSide('refused-to'))).stderr).toContain('contains no Yaoquan data')
    expect(
      (await runCli(['migrate-store', '--from', 'postgres://u:secret@h/d', '--to', other.location])).stderr,
    ).not.toContain('secret')
    const otherKey = fileSide('other-key')
    await (await openAdministration({ ...otherKey.place, masterKey: '6b'.repeat(32) })).close()
    expect((await move(from, otherKey)).stderr).toContain('different master keys')
  })
})
