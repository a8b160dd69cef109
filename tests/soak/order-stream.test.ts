import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { formatTimestamp } from '@yaoquan/protocol'
import { openAdministration } from '@yaoquan/server'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { skipsMariadb } from '../../scripts/mariadb/installed-programs.ts'
import { type SharedMariadb, shareMariadb } from '../../scripts/mariadb/share-servers.ts'
import { fileSide, type Side, serverSide } from '../harness/move-under-load.ts'
import { orderSync } from '../harness/order-calls.ts'
import {
  differencesOf,
  doubleUses,
  issueCouponsOfOrders,
  orderLives,
  outcomeOf,
  type StreamedVersion,
  type StreamOutcome,
  shuffledStream,
} from '../harness/order-stream.ts'
import { runCli } from '../harness/run-cli.ts'
import { seededRandom } from '../harness/seeded-random.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { lengthOf } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const seed = Number(process.env['ORDERS_SEED'] ?? Date.now() % 2_147_483_647)
const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }
/** 10,000 at `YAOQUAN_SOAK=125`. */
const orders = lengthOf(80, 40)
const repeats = 3
const callers = 16
const kills = 4
/** How long a caller goes on sending one version. On a busy machine all wait in turn for the lock of one seller, and some give up often. */
const patienceMs = 600_000

let folder: string
/** What the orders leave when each version comes once and in order: the same for both tests. */
let inOrder: Promise<StreamOutcome> | undefined
const started = new Set<ServerProcess>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-orders-'))
})
afterEach(async () => {
  for (const server of started) await server.stop('SIGKILL')
  started.clear()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const title = `${orders} orders three times and shuffled through two servers that are killed leave what they leave in order, seed ${seed}`

it(title, () => streamThrough(fileSide(join(folder, 'file'))))

describe.skipIf(skipsMariadb())('with a database server (skipped where mariadb-server is not installed)', () => {
  let mariadb: SharedMariadb
  beforeAll(async () => {
    mariadb = await shareMariadb()
  })
  afterAll(() => mariadb?.stop())

  it(title, async () => streamThrough(serverSide(await mariadb.createSchema(), folder)))
})

async function streamThrough(side: Side): Promise<void> {
  inOrder ??= expectedOutcome(fileSide(join(folder, 'in-order')))
  const expected = await inOrder

  await prepare(side)
  const servers = [await serve(side), await serve(side)]
  const random = seededRandom(seed)
  const codes = await issueCouponsOfOrders(clientOf(servers[0]), orders)
  const lives = orderLives(random, codes)
  const stream = shuffledStream(random, lives, repeats)
  const restarts: Promise<void>[] = []
  const versionsPerKill = Math.ceil(stream.length / (kills + 1))
  const restart = async (place: number) => {
    await servers[place]?.stop('SIGKILL')
    servers[place] = await serve(side)
  }
  const sent = await sendAll(
    stream,
    () => random.of(servers).url,
    (done) => {
      const isLast = done === stream.length
      if (done % versionsPerKill === 0 && !isLast) restarts.push(restart(restarts.length % servers.length))
    },
  )
  await Promise.all(restarts)
  expect(restarts).toHaveLength(kills)
  expect(sent).toBe(stream.length)

  for (const server of servers) {
    const outcome = await outcomeOf(clientOf(server), codes)
    expect(differencesOf(expected, outcome)).toEqual([])
    expect(doubleUses(outcome)).toEqual([])
  }
  for (const server of servers) expect(await server.stop()).toBe(0)
  const audit = await runCli(['audit', 'verify', ...side.flags], environment)
  expect([audit.code, audit.stderr]).toEqual([0, ''])
}

/** Each version once, each order's in order, through one server. */
async function expectedOutcome(side: Side): Promise<StreamOutcome> {
  await prepare(side)
  const server = await serve(side)
  const codes = await issueCouponsOfOrders(clientOf(server), orders)
  const lives = orderLives(seededRandom(seed), codes)
  const left = lives.values()
  const caller = async () => {
    for (const life of left) for (const version of life) await send(version, () => server.url)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const outcome = await outcomeOf(clientOf(server), codes)
  expect(outcome.orders.size).toBe(orders)
  expect([...outcome.uses.values()].flat().length).toBeGreaterThan(orders)
  // Of 20,000 seeds none left fewer than 5 redemptions of 40 orders, one in 250 fewer than 11.
  expect([...outcome.amounts.values()].filter((taken) => taken.includes('.00')).length).toBeGreaterThan(orders / 20)
  expect(await server.stop()).toBe(0)
  return outcome
}

async function prepare({ place }: Side): Promise<void> {
  const administration = await openAdministration(place)
  await administration.createSeller({ sellerId: '111', name: 'orders' })
  await administration.createApp({ name: 'orders', sellerIds: ['111'], allowedIps: [], ...testApp })
  await administration.close()
}

async function serve({ flags }: Side): Promise<ServerProcess> {
  const server = await startServerProcess([...flags, '--log-level', 'silent'], environment)
  started.add(server)
  return server
}

function clientOf(server: ServerProcess | undefined): TopClient {
  return new TopClient({ url: `${server?.url}/router/rest`, ...testApp, timeoutMs: patienceMs })
}

/** @param onDone called after each with how many are done @returns how many were acknowledged */
async function sendAll(
  stream: readonly StreamedVersion[],
  anyUrl: () => string,
  onDone: (done: number) => void,
): Promise<number> {
  const left = stream.values()
  let done = 0
  const caller = async () => {
    for (const version of left) {
      await send(version, anyUrl)
      done += 1
      onDone(done)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return done
}

/** Sends a version until a server acknowledges it, as callers do whose server is gone. */
async function send({ orderId, order }: StreamedVersion, anyUrl: () => string): Promise<void> {
  const untilMs = Date.now() + patienceMs
  for (;;) {
    const text = await attempt(anyUrl(), order)
    if (text?.includes('"success":true') === true) return
    if (Date.now() > untilMs) throw new Error(`${orderId}: ${text}`)
    await delay(50)
  }
}

/** @returns undefined if there was no answer */
async function attempt(url: string, order: string): Promise<string | undefined> {
  const timestamp = formatTimestamp(Date.now())
  try {
    return await post(url, signedParameters({ method: orderSync, app_key: testApp.appKey, timestamp, order }))
  } catch (error) {
    // A killed server refuses the connection or breaks it off.
    if (error instanceof TypeError) return undefined
    throw error
  }
}
