import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  compareCounters,
  compareStates,
  compareWithEvents,
  nothingHappened,
  nothingTold,
  repeatAll,
  saveTemplate,
} from '../harness/lifecycle-audit.ts'
import { createLifecycleLoad, loadUntil, type Told } from '../harness/lifecycle-load.ts'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { signedParameters } from '../harness/signed-call.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'
import { beginCall } from '../harness/unfinished-call.ts'
import { isRunning, signalIfThere } from '../harness/worker-processes.ts'

const slowApp = { appKey: '20000001', appSecret: 'slow' } as const
const callsPerSecond = 5
const kills = 3 * soak

let folder: string
let dataDir: string
let server: ServerProcess
const started: ServerProcess[] = []

async function prepare(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-workers-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir })
  await administration.createSeller({ sellerId: '111', name: 'workers' })
  const app = { sellerIds: ['111'], allowedIps: [] }
  await administration.createApp({ name: 'workers', ...app, ...testApp })
  await administration.createApp({ name: 'slow', ...app, ...slowApp, callsPerSecond })
  await administration.close()
}

async function clear(): Promise<void> {
  for (const one of started.splice(0)) await one.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
}

async function importCoupon(): Promise<void> {
  const administration = await openAdministration({ dataDir })
  await administration.importCoupons({ sellerId: '111', rows: [{ couponCode: 'c1', endDate: '2099-12-31' }] })
  await administration.close()
}

async function start(...args: string[]): Promise<TopClient> {
  server = await startServerProcess(['--data', dataDir, '--log-level', 'warn', '--workers', '2', ...args])
  started.push(server)
  return new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs, retries: 0 })
}

const workers = () => server.workers()

const scrape = () => exchange('/metrics', { url: server.adminUrl })

/** One HTTP exchange over a connection of its own, or of an agent's. */
async function exchange(
  path: string,
  { agent, body, url = server.url }: Readonly<{ agent?: Agent; body?: string; url?: string }> = {},
): Promise<Readonly<{ text: string; isLast: boolean }>> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const method = body === undefined ? 'GET' : 'POST'
  const asking = request(`${url}${path}`, { agent: agent ?? false, method, headers })
  asking.end(body)
  const [response] = await once(asking, 'response')
  let text = ''
  for await (const piece of response.setEncoding('utf8')) text += piece
  return { text, isLast: response.headers.connection === 'close' }
}

const timeCall = () => new URLSearchParams(signedParameters({ method: 'taobao.time.get', timestamp: `${Date.now()}` }))

function callsCounted(metrics: string): number {
  const rows = metrics.matchAll(/^yaoquan_calls_total\{method="taobao.time.get",code="0",sub_code=""\} (\d+)$/gm)
  const counts = [...rows].map((row) => Number(row[1]))
  expect(counts.length).toBeLessThanOrEqual(1)
  return counts[0] ?? 0
}

describe('a server of two workers', () => {
  beforeAll(async () => {
    await prepare()
    await importCoupon()
    await start()
  })
  afterAll(clear)

  it('picks ports that no outgoing connection takes before a worker listens', async () => {
    for (const url of [server.url, server.adminUrl]) {
      expect(Number(new URL(url).port)).toBeGreaterThanOrEqual(12_000)
      expect(Number(new URL(url).port)).toBeLessThan(32_000)
    }
  })

  it('answers the same through every worker, counts all calls in one scrape, and never counts back', async () => {
    const query = () => exchange('/router/rest', { body: new URLSearchParams(signedParameters(page())).toString() })
    const answers = await Promise.all(Array.from({ length: 8 }, query))
    const texts = answers.map(({ text }) => text.replace(/"request_id":"[0-9a-z]{12}"/, ''))
    expect(texts[0]).toContain('"coupon_code":"c1"')
    expect(new Set(texts).size).toBe(1)
    const ids = answers.map(({ text }) => /"request_id":"([0-9a-z]{12})"/.exec(text)?.[1])
    expect(new Set(ids).size).toBe(8)
    await Promise.all(Array.from({ length: 10 }, () => exchange('/router/rest', { body: `${timeCall()}` })))
    expect(callsCounted((await scrape()).text)).toBe(10)
    const [killed = 0] = workers()
    process.kill(killed, 'SIGKILL')
    await expect.poll(() => workers().filter((pid) => pid !== killed).length).toBe(2)
    expect(callsCounted((await scrape()).text)).toBe(10)
    expect((await exchange('/ready')).text).toContain('ready')
  })

  it('holds an app to its calls per second over all workers, whichever its connections lead to', async () => {
    const body = `${new URLSearchParams(signedParameters(slowCall(), slowApp.appSecret))}`
    await delay(1_000 - (Date.now() % 1_000))
    const second = () => Math.floor(Date.now() / 1_000)
    const first = second()
    const answers = await Promise.all(Array.from({ length: 30 }, () => exchange('/router/rest', { body })))
    const seconds = second() - first + 1
    const admitted = answers.filter(({ text }) => text.includes('time_get_response')).length
    const refused = answers.filter(({ text }) => text.includes('"code":7')).length
    expect(admitted + refused).toBe(answers.length)
    expect(admitted).toBeGreaterThanOrEqual(callsPerSecond)
    // A busy machine takes several seconds for all of them.
    expect(admitted).toBeLessThanOrEqual(callsPerSecond * seconds)
  })

  it('says once why it cannot start, with exit code 1', async () => {
    const run = await runCli(['serve', '--data', dataDir, '--workers', '2', '--port', `${server.port}`])
    expect(run.code).toBe(1)
    expect(run.stdout).toBe('')
    expect(run.stderr.match(/端口已被占用/g)).toHaveLength(1)
  })

  it('stops at SIGTERM while a worker is being replaced, with exit code 0', async () => {
    const old = workers()
    process.kill(old[0] ?? 0, 'SIGKILL')
    const isReplaced = () => workers().some((pid) => !old.includes(pid)) && workers().length
    await expect.poll(isReplaced).toBe(2)
    const startedMs = performance.now()
    expect(await server.stop('SIGTERM')).toBe(0)
    // A worker that does not end is killed after 30 s.
    expect(performance.now() - startedMs).toBeLessThan(30_000)
  })
})

describe('a server of its own', () => {
  beforeEach(prepare)
  afterEach(clear)

  it(`loses nothing acknowledged and does nothing twice when a worker is killed under load, ${kills} times`, async () => {
    const told = nothingTold()
    const happened = nothingHappened({ dataDir })
    let client = await start()
    await saveTemplate(client)
    for (let round = 0; round < kills; round += 1) {
      // Five deaths within a minute would end the server.
      if (round % 4 === 3) {
        expect(await server.stop('SIGTERM')).toBe(0)
        client = await start()
      }
      let isOver = false
      const nextWrite = createLifecycleLoad(`k${round}`, told)
      const loading = loadUntil(() => isOver, { client, nextWrite, callers: 24 })
      await untilAcknowledged(60, told)
      const before = workers()
      process.kill(before[round % 2] ?? 0, 'SIGKILL')
      await expect.poll(() => workers().filter((pid) => !before.includes(pid)).length).toBe(1)
      await untilAcknowledged(60, told)
      isOver = true
      const result = await loading
      await repeatAll(client, result)
      await compareWithEvents(client, told, happened)
      await compareCounters(client, told)
    }
    await compareStates(client, told)
    expect(await server.stop('SIGTERM')).toBe(0)
  })

  it('renews all workers on SIGHUP without refusing or breaking off one call of busy and idle connections', async () => {
    await importCoupon()
    await start()
    const oneConnection = () => new Agent({ keepAlive: true, maxSockets: 1 })
    const busy = Array.from({ length: 16 }, oneConnection)
    const spare = oneConnection()
    const call = (agent: Agent) =>
      exchange('/router/rest', { agent, body: new URLSearchParams(signedParameters(page())).toString() })
    expect((await call(spare)).isLast).toBe(false)
    let isOver = false
    const [answered, told] = [new Set<Agent>(), new Set<Agent>()]
    const caller = async (agent: Agent) => {
      while (!isOver) {
        const { text, isLast } = await call(agent)
        expect(text).toContain('"coupon_code":"c1"')
        answered.add(agent)
        if (isLast) told.add(agent)
      }
    }
    const calling = Promise.all(busy.map(caller))
    await expect.poll(() => answered.size).toBe(busy.length)
    const old = workers()
    server.child.kill('SIGHUP')
    // The one with the spare connection waits for its next call; the other is gone with its busy ones.
    await expect.poll(() => [old.filter(isRunning).length, workers().length]).toEqual([1, 3])
    // Every busy connection was told that an answer is its last.
    await expect.poll(() => told.size).toBe(busy.length)
    isOver = true
    await calling
    const late = await call(spare)
    expect(late.text).toContain('"coupon_code":"c1"')
    expect(late.isLast).toBe(true)
    await expect.poll(() => old.filter(isRunning)).toEqual([])
    for (const agent of busy) agent.destroy()
    expect(await server.stop('SIGTERM')).toBe(0)
  })

  it('puts another in the place of a worker that is told to end, and it ends with its last connection', async () => {
    await start()
    const [leaving = 0] = workers()
    process.kill(leaving, 'SIGTERM')
    await expect.poll(() => [isRunning(leaving), workers().length]).toEqual([false, 2])
    expect((await exchange('/ready')).text).toContain('ready')
  })

  it('ends all workers and frees the port when the primary is killed, after the calls in work', async () => {
    await start()
    const old = workers()
    const call = await beginCall(connect(server.port, '127.0.0.1'))
    server.child.kill('SIGKILL')
    await delay(300)
    expect(await call.finish()).toContain('"code":29')
    await expect.poll(() => old.filter(isRunning)).toEqual([])
    const next = createServer().listen(server.port, '127.0.0.1')
    await once(next, 'listening')
    next.close()
  })

  it('gives up with the reason and exit code 1 when workers cannot start again', async () => {
    await start()
    await writeFile(join(dataDir, 'master.key'), `${'ab'.repeat(32)}\n`)
    const [killed = 0] = workers()
    process.kill(killed, 'SIGKILL')
    expect(await server.ended).toBe(1)
    expect(server.errorText()).toMatch(/^yaoquan: 工作进程无法启动: .*主密钥/m)
    // Lines of the log have no language.
    expect(server.errorText()).toMatch(/"reason":"主密钥[^"]*\(the master key does not belong/)
    expect(workers()).toEqual([])
  })

  it.each([
    ['has another key', () => writeFile(join(dataDir, 'master.key'), `${'ab'.repeat(32)}\n`), /主密钥/],
    ['would change the schema under the old ones', forgetNewestStep, /请先停止旧版本/],
  ])('breaks off a reload whose new worker %s, and goes on with the old ones', async (_what, prepare, reason) => {
    await start()
    const old = workers()
    await prepare()
    server.child.kill('SIGHUP')
    await expect.poll(() => server.errorText()).toContain('reload aborted')
    expect(server.errorText()).toMatch(reason)
    const file = join(dataDir, 'yaoquan.db')
    await rename(file, `${file}.away`)
    server.child.kill('SIGHUP')
    await expect.poll(() => server.errorText()).toContain('没有药券的数据')
    // A new store would have taken the log of the old one.
    expect(existsSync(file)).toBe(false)
    await rename(`${file}.away`, file)
    expect(workers()).toEqual(old)
    expect((await exchange('/ready')).text).toContain('"ready"')
  })

  it('a sandbox goes on at SIGHUP with its worker, and says that it does not reload', async () => {
    const args = ['--data', join(folder, 'sandbox'), '--log-level', 'warn', '--sandbox']
    server = await startServerProcess(args)
    started.push(server)
    const old = workers()
    server.child.kill('SIGHUP')
    await expect.poll(() => server.errorText()).toContain('a sandbox does not reload')
    expect(workers()).toEqual(old)
  })

  it('a single worker that dies is replaced on the same port, and its end is logged', async () => {
    const args = ['--data', join(folder, 'sandbox'), '--log-level', 'warn', '--sandbox']
    server = await startServerProcess(args)
    started.push(server)
    const [killed = 0, ...others] = workers()
    expect(others).toEqual([])
    process.kill(killed, 'SIGTRAP')
    // Until it is gone, the one that was killed may answer.
    await expect
      .poll(() => server.errorText())
      .toMatch(/"signal":"SIGTRAP","msg":"worker died; the clocks of sellers in this sandbox start anew"/)
    await expect
      .poll(() => exchange('/ready').catch(() => 'refused'))
      .toMatchObject({
        text: expect.stringContaining('ready'),
      })
    expect(await server.stop('SIGTERM')).toBe(0)
  })

  it('ends with exit code 1 when workers die five times within a minute', async () => {
    await start('--workers', '1')
    const { child } = server
    const isReady = async () => (await exchange('/ready').catch(() => ({ text: '' }))).text.includes('ready')
    while (child.exitCode === null) {
      await expect.poll(async () => child.exitCode !== null || (await isReady())).toBe(true)
      for (const worker of workers()) signalIfThere(worker, 'SIGKILL')
      await delay(50)
    }
    expect(await server.ended).toBe(1)
    expect(server.errorText()).toContain('工作进程一分钟内异常退出5次')
  })
})

function page(): Record<string, string> {
  return { timestamp: `${Date.now()}`, query_d_t_o: '{"coupon_code":"c1","page_size":10,"page_num":1}' }
}

const slowCall = () => ({ method: 'taobao.time.get', app_key: slowApp.appKey, timestamp: `${Date.now()}` })

async function untilAcknowledged(more: number, told: Told): Promise<void> {
  const acknowledged = () => Object.values(told).reduce((sum, { size }) => sum + size, 0)
  const enough = acknowledged() + more
  await expect.poll(acknowledged).toBeGreaterThanOrEqual(enough)
}

/** Makes the store one of the former schema, for who opens it now. */
async function forgetNewestStep(): Promise<void> {
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec('DELETE FROM schema_step WHERE version = (SELECT MAX(version) FROM schema_step)')
  database.close()
}
