import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filesBelow, findValues } from '../harness/nine-encodings.ts'
import { patienceMs } from '../harness/patience.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { lengthOf, soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

/** `YAOQUAN_SOAK=100`: 10,000 members of 100,000. */
const members = lengthOf(1000, 500)
const erased = lengthOf(100, 50)
/** Erasures under way at a time. */
const callers = 32
/** How long another process may show an erased member. */
const seenWithinMs = 60_000
const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }

let folder: string
let dataDir: string
const started: ServerProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-erase-many-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  await administration.createSeller({ sellerId: '111', name: 'erase many' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'erase', sellerIds: ['111'], allowedIps: [], grants, ...testApp })
  for (let start = 0; start < members; start += 1000) {
    const places = Array.from({ length: Math.min(1000, members - start) }, (_, place) => start + place)
    await administration.importCoupons({ sellerId: '111', rows: places.map(couponOf) })
  }
  await administration.close()
})
afterAll(async () => {
  for (const server of started) await server.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Nine digits that are spread, by which all data of a member are recognised. */
function digitsOf(place: number): string {
  return String(((place + 1) * 7_368_787) % 1_000_000_000).padStart(9, '6')
}

const phoneOf = (place: number) => `13${digitsOf(place)}`
const orderOf = (place: number) => `SO-${phoneOf(place)}`

function couponOf(place: number) {
  const digits = digitsOf(place)
  const cards = { phone: phoneOf(place), cardNo: `HY-${digits}`, attribute: `诸葛${digits}` }
  return { couponCode: `c${place}`, ...cards, channel: 'app', endDate: '2099-12-31' }
}

/** What must not be found of the erased members. */
function valuesOfErased(): readonly string[] {
  return Array.from({ length: erased }, (_, place) => {
    const { phone, cardNo, attribute } = couponOf(place)
    return [phone, cardNo, attribute, `欧阳${digitsOf(place)}娜`]
  }).flat()
}

async function start(...args: readonly string[]): Promise<Readonly<{ server: ServerProcess; client: TopClient }>> {
  const server = await startServerProcess(['--data', dataDir, ...args], environment)
  started.push(server)
  return { server, client: new TopClient({ url: `${server.url}/router/rest`, ...testApp, timeoutMs: patienceMs }) }
}

/** Makes calls for the first `count` places, some at a time. */
async function forPlaces(count: number, call: (place: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < count) {
      next += 1
      await call(next - 1)
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
}

/** Queries members until stopped: nine of ten who stay, and one who may be erased meanwhile. */
function startQueries(client: TopClient) {
  let isOver = false
  const timesMs: number[] = []
  const query = async (first: number) => {
    for (let call = first; !isOver; call += 4) {
      const place = call % 10 === 0 ? call % erased : erased + ((call * 7919) % (members - erased))
      const startedMs = performance.now()
      const { coupons } = await client.searchCouponPage({ phone: phoneOf(place) })
      timesMs.push(performance.now() - startedMs)
      if (place >= erased) expect(coupons.map(({ couponCode }) => couponCode)).toEqual([`c${place}`])
      await delay(5)
    }
  }
  const running = Promise.all([0, 1, 2, 3].map(query))
  return {
    async stop() {
      isOver = true
      await running
      return summary(timesMs)
    },
  }
}

function summary(timesMs: readonly number[]) {
  const sorted = timesMs.toSorted((left, right) => left - right)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) }
}

/** The digits of all members of whom a server or the store shows anything. */
async function shown(client: TopClient): Promise<ReadonlySet<string>> {
  const digits = new Set<string>()
  const note = (value: unknown) => {
    for (const [run] of JSON.stringify(value).matchAll(/\d{9,}/g)) digits.add(run.slice(-9))
  }
  const administration = await openAdministration({ dataDir, masterKey: environment.YAOQUAN_MASTER_KEY })
  let coupons = 0
  for await (const block of administration.exportCoupons({ sellerId: '111', filter: {} })) {
    coupons += block.length
    note(block.map(({ phone, cardNo, attribute }) => [phone, cardNo, attribute]))
  }
  await administration.close()
  expect(coupons).toBe(members)
  let cursor: string | undefined
  do {
    const page = await client.searchMemberPage({ limit: 200, cursor })
    note(page.members.map(({ name, phones, cards }) => [name, phones, cards]))
    cursor = page.nextCursor
  } while (cursor !== undefined)
  for (let afterSeq = 0, isMore = true; isMore; ) {
    const { events, lastSeq } = await client.listEvents({ afterSeq, limit: 1000 })
    note(events.map(({ before, after }) => [before, after].map((text) => text?.replaceAll(/"\w+_ms":\d+/g, ''))))
    isMore = events.length > 0
    afterSeq = lastSeq ?? afterSeq
  }
  return digits
}

async function expectNoneShown(client: TopClient): Promise<void> {
  const digits = await shown(client)
  expect(Array.from({ length: erased }, (_, place) => digitsOf(place)).filter((one) => digits.has(one))).toEqual([])
  for (const place of [erased, members - 1]) expect(digits.has(digitsOf(place))).toBe(true)
}

async function run(...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runCli(args, environment)
  expect([code, stderr]).toEqual([0, ''])
}

test('of many members erased at once under load nothing is found anywhere, and nobody else notices', async () => {
  const [one, other] = [await start(), await start()]
  await forPlaces(erased, async (place) => {
    const selector = { outRequestNo: `SAVE-${place}`, phone: phoneOf(place) }
    await one.client.saveMember({ ...selector, name: `欧阳${digitsOf(place)}娜` })
    if (place % 10 !== 0) return
    const holding = { couponCode: `c${place}`, orderId: orderOf(place), ttlSeconds: 600 }
    await one.client.holdCoupon({ outRequestNo: `HOLD ${phoneOf(place)}`, ...holding })
  })
  const digits = await shown(other.client)
  expect(Array.from({ length: members }, (_, place) => digits.has(digitsOf(place))).every(Boolean)).toBe(true)
  await run('backup', join(folder, 'before'), '--data', dataDir)

  const calm = startQueries(one.client)
  await delay(2000 + 20 * soak)
  const quiet = await calm.stop()
  const loaded = startQueries(one.client)
  const erasuresMs: number[] = []
  const startedMs = performance.now()
  await forPlaces(erased, async (place) => {
    // Members are numbered in the order of their first coupons.
    const memberId = `M${place + 1}`
    const begunMs = performance.now()
    expect(await one.client.eraseMember({ outRequestNo: `ERASE-${place}`, memberId })).toMatchObject({ memberId })
    erasuresMs.push(performance.now() - begunMs)
  })
  const erasedPerSecond = (erased / (performance.now() - startedMs)) * 1000
  const busy = await loaded.stop()
  console.log(JSON.stringify({ members, erased, erasedPerSecond, erasures: summary(erasuresMs), quiet, busy }))

  await expectNoneShown(one.client)
  const erasedAtMs = Date.now()
  await expect
    .poll(async () => JSON.stringify((await other.client.searchCouponPage({ channel: 'app', limit: 200 })).coupons), {
      interval: 1000,
    })
    .not.toContain(phoneOf(0))
  expect(Date.now() - erasedAtMs).toBeLessThan(seenWithinMs)
  await expectNoneShown(other.client)
  await run('backup', join(folder, 'after'), '--data', dataDir)
  await run('audit', 'verify', '--data', dataDir)
  const logs = [one, other].map(({ server }, place) => {
    return { place: `log ${place}`, content: Buffer.from(server.errorText()) }
  })
  for (const { server } of [one, other]) expect(await server.stop()).toBe(0)
  const places = ['data', 'before', 'before-keys', 'after', 'after-keys'].map((name) => join(folder, name))
  for (const place of places) expect(findValues(valuesOfErased(), filesBelow(place))).toEqual([])
  expect(findValues(valuesOfErased(), logs)).toEqual([])
})

test('a backup from before, restored with the list of erased members, brings none of them back', async () => {
  const tombstones = join(folder, 'after-keys', 'erased-members.json')
  dataDir = join(folder, 'restored')
  await run('restore', join(folder, 'before'), '--data', dataDir, '--tombstones', tombstones)
  const startedMs = performance.now()
  const { client, server } = await start()
  console.log(JSON.stringify({ erasedAgainPerSecond: (erased / (performance.now() - startedMs)) * 1000 }))
  await expectNoneShown(client)
  await run('audit', 'verify', '--data', dataDir)
  expect(await server.stop()).toBe(0)
})
