import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readMysqlTarget } from '../../packages/server/src/database/mysql/mysql-target.ts'
import { openMysqlEngine } from '../../packages/server/src/database/mysql/open-mysql-engine.ts'
import { openSqliteEngine } from '../../packages/server/src/database/sqlite/open-sqlite-engine.ts'
import { openedByKey } from '../../packages/server/src/testing/opened-by-key.ts'
import { skipsGalera, skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { type Galera, startGalera } from '../../scripts/mariadb/start-galera.ts'
import { patienceMs } from '../harness/patience.ts'
import { rotateUntilKilled } from '../harness/rotate-until-killed.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { lengthOf, sizeOf, soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

/** `YAOQUAN_SOAK=100` makes it 200,000, on a cluster too. */
const coupons = lengthOf(2_000, 500)
const callers = 6
/** Before and after the rotation that is not killed. */
const enoughCalls = lengthOf(200, 40)
/** Before and after each kill. */
const someCalls = sizeOf(50, 20)
/** The newest coupon's. */
let numbers = coupons
const [sellerId, day] = ['111', { startDate: '2026-11-01', endDate: '2099-12-31' }]

let folder: string
let dataDir: string
let servers: ServerProcess[] = []
let mariadb: SharedMariadb | undefined
let galera: Galera | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-rotation-'))
  dataDir = join(folder, 'data')
})
afterEach(async () => {
  for (const server of servers) await server.stop('SIGKILL')
  servers = []
  await rm(folder, { recursive: true, force: true })
})
afterAll(async () => {
  await mariadb?.stop()
  await galera?.stop()
})

test('changes the key of a file in its folder under load, through kill -9, without one failed call', async () => {
  await rotateUnderLoad(undefined)
})

describe.skipIf(skipsMariadb())('with a database server (skipped where mariadb-server is not installed)', () => {
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })

  test('changes the key of a store on servers under load, through kill -9, without one failed call', async () => {
    await rotateUnderLoad(await mariadb?.createSchema())
  })
})

describe.skipIf(soak === 1 || skipsGalera())('with a cluster (with YAOQUAN_SOAK only)', () => {
  beforeAll(async () => {
    galera = await startGalera()
    await galera.nodes[0].sql('CREATE DATABASE rotation')
  })

  test('changes the key of a store on a cluster under load, through kill -9, without one failed call', async () => {
    await rotateUnderLoad(galera?.url('rotation'))
  })
})

async function rotateUnderLoad(storeUrl: string | undefined): Promise<void> {
  const flags = ['--data', dataDir, ...(storeUrl === undefined ? [] : ['--store', storeUrl])]
  await fill(storeUrl)
  const oldKey = await keyIn('master.key')
  const checkpoint = join(folder, 'checkpoint.json')
  await writeFile(checkpoint, (await runCli(['audit', 'checkpoint', ...flags])).stdout)
  // Two workers and a second server: three processes that learn of the new key by themselves.
  const clients = [await serve(...flags, '--workers', '2'), await serve(...flags)]
  const load = startLoad(clients)
  await load.untilCalls(someCalls)
  for (const last of ['已告知各服务', '新的数据已使用新密钥', '应用与webhook的密钥已更换']) {
    await rotateUntilKilled(flags, last)
    await load.untilCalls(someCalls)
  }
  // Workers that start now read the former key, which opens the store as well.
  servers[0]?.child.kill('SIGHUP')
  await load.untilCalls(enoughCalls)
  const startedMs = performance.now()
  const rotated = await runCli(['key', 'rotate', ...flags, '--json'])
  if (soak > 1) console.log(rotated.stdout, `${Math.round((performance.now() - startedMs) / 1000)} s`)
  expect([rotated.code, JSON.parse(rotated.stdout)]).toMatchObject([0, { rotated: true, generation: 2 }])
  await load.untilCalls(enoughCalls)
  const { failures, calls } = await load.stop()
  expect(failures).toEqual([])
  expect(calls).toBeGreaterThan(2 * enoughCalls + 3 * someCalls)
  const newKey = await keyIn('master.key')
  expect(newKey).not.toEqual(oldKey)
  await checkFiles(oldKey)
  expect(await openedBy(storeUrl, { key: oldKey, generation: 1, newKey })).toEqual({})
  expect(Object.keys(await openedBy(storeUrl, { key: newKey, generation: 2, newKey }))).toContain('member_phone.lookup')
  for (const server of servers.splice(0)) expect(await server.stop()).toBe(0)
  const again = startLoad([await serve(...flags)])
  await again.untilCalls(30)
  expect((await again.stop()).failures).toEqual([])
  // Signed with the former key.
  const audit = await runCli(['audit', 'verify', ...flags, '--checkpoint', checkpoint])
  expect([audit.code, audit.stderr]).toEqual([0, ''])
  const old = await runCli(['key', 'status', ...flags], { YAOQUAN_MASTER_KEY: oldKey.toString('hex') })
  expect([old.code, old.stderr]).toEqual([1, expect.stringContaining('旧主密钥不再有效')])
}

async function fill(storeUrl: string | undefined): Promise<void> {
  const administration = await openAdministration({ dataDir, storeUrl })
  await administration.createSeller({ sellerId, name: 'rotation' })
  await administration.createApp({ name: 'rotation', sellerIds: [sellerId], allowedIps: [], ...testApp })
  for (let first = 0; first < coupons; first += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, place) => ({ ...personOf(first + place), ...day }))
    await administration.importCoupons({
      sellerId,
      rows: rows.map((row) => ({ ...row, couponCode: `c${row.cardNo}` })),
    })
  }
  await administration.close()
}

function personOf(number: number): Readonly<{ phone: string; cardNo: string }> {
  return { phone: `139${String(number).padStart(8, '0')}`, cardNo: `HY${number}` }
}

async function serve(...args: readonly string[]): Promise<TopClient> {
  const server = await startServerProcess([...args, '--log-level', 'error'])
  servers.push(server)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
}

/** Callers that find what is stored, add to it, find that and repeat it, on all servers by turns. */
function startLoad(clients: readonly TopClient[]) {
  const failures: unknown[] = []
  let [calls, isOver] = [0, false]
  const clientOf = () => clients[calls % clients.length] as TopClient
  const found = async (selector: Readonly<{ phone?: string; cardNo?: string }>, couponCode: string) => {
    const page = await clientOf().queryCoupons({ ...selector, pageSize: 100 })
    if (!page.coupons.some((coupon) => coupon.couponCode === couponCode)) failures.push({ selector, couponCode })
    calls += 1
  }
  /** Servers name a new phone at the same time: were it stored twice, each would find only its own coupon. */
  const issueTogether = async (number: number) => {
    const phone = `138${String(number).padStart(8, '0')}`
    const codes = clients.map((_, place) => `b${number}-${place}`)
    const issuing = clients.map((client, place) => {
      const couponCode = codes[place] ?? ''
      return client.issueCoupons({ outRequestNo: couponCode, coupons: [{ couponCode, phone, ...day }] })
    })
    await Promise.all(issuing)
    for (const couponCode of codes) await found({ phone }, couponCode)
  }
  const turn = async () => {
    const stored = personOf(Math.floor(Math.random() * coupons))
    await found({ phone: stored.phone }, `c${stored.cardNo}`)
    await found({ cardNo: stored.cardNo }, `c${stored.cardNo}`)
    numbers += 1
    const number = numbers
    const added = personOf(number)
    const [outRequestNo, couponCode] = [`N${number}`, `new${number}`]
    const issue = {
      outRequestNo,
      coupons: [
        { couponCode, ...added, ...day },
        { couponCode: `s${number}`, ...stored, ...day },
      ],
    }
    const issued = await clientOf().issueCoupons(issue)
    if (issued.createdCount !== 2) failures.push(issued)
    // Changes a row that may just be getting its new index.
    const alone = { couponCode: `a${number}`, phone: stored.phone, ...day }
    const ofPhone = await clientOf().issueCoupons({ outRequestNo: `A${number}`, coupons: [alone] })
    if (ofPhone.createdCount !== 1) failures.push(ofPhone)
    await found({ phone: added.phone }, couponCode)
    await found({ phone: stored.phone }, `s${number}`)
    await issueTogether(number)
    const repeated = await clientOf().issueCoupons(issue)
    if (repeated.alreadyDone !== true) failures.push(repeated)
    const member = await clientOf().execute('yaoquan.member.get', { phone: stored.phone })
    if (member.result.success !== true) failures.push(member)
    calls += 3
  }
  const caller = async () => {
    while (!isOver) {
      await turn().catch((error: unknown) => failures.push(error))
      await delay(5)
    }
  }
  const running = Promise.all(Array.from({ length: callers }, caller))
  return {
    async untilCalls(more: number): Promise<void> {
      const wanted = calls + more
      await expect.poll(() => calls >= wanted || failures.length > 0).toBe(true)
    },
    async stop() {
      isOver = true
      await running
      return { failures, calls }
    },
  }
}

async function keyIn(name: string): Promise<Buffer> {
  return Buffer.from((await readFile(join(dataDir, name), 'utf8')).trim(), 'hex')
}

async function checkFiles(oldKey: Buffer): Promise<void> {
  const keys = (await readdir(dataDir)).filter((name) => name.startsWith('master.key')).toSorted()
  expect(keys).toEqual(['master.key', expect.stringMatching(/^master\.key\.old-\d{4}-\d{2}-\d{2}$/)])
  expect(await keyIn(keys[1] ?? '')).toEqual(oldKey)
  for (const name of keys) expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600)
}

async function openedBy(
  storeUrl: string | undefined,
  { key, generation, newKey }: Readonly<{ key: Buffer; generation: number; newKey: Buffer }>,
): Promise<Readonly<Record<string, number>>> {
  const open = (file: string) =>
    storeUrl === undefined ? openSqliteEngine(join(dataDir, file)) : openMysqlEngine(readMysqlTarget(storeUrl))
  const [store, memberKeys] = [await open('yaoquan.db'), await open('member-keys.db')]
  try {
    return await openedByKey({ store: store.reader, memberKeys: memberKeys.reader, masterKey: newKey }, key, generation)
  } finally {
    await store.close()
    await memberKeys.close()
  }
}
