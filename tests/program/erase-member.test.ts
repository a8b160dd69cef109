import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TopClient } from '@yaoquan/client'
import { openAdministration } from '@yaoquan/server'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesBelow, findValues } from '../harness/nine-encodings.ts'
import { runCli } from '../harness/run-cli.ts'
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts'
import { soak } from '../harness/soak.ts'
import { testApp } from '../harness/test-server.ts'

const environment = { YAOQUAN_MASTER_KEY: '5a'.repeat(32) }
const seen = { masterKey: environment.YAOQUAN_MASTER_KEY }
const members = 60 * soak
const toErase = 20 * soak

let folder: string
let dataDir: string
const started: ServerProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yaoquan-erase-'))
  dataDir = join(folder, 'data')
  const administration = await openAdministration({ dataDir, ...seen })
  await administration.createSeller({ sellerId: '111', name: 'erase' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'erase', sellerIds: ['111'], allowedIps: [], grants, ...testApp })
  const rows = Array.from({ length: members }, (_, place) => {
    const { phone, cardNo } = memberAt(place)
    return { couponCode: `c${place}`, phone, cardNo, channel: 'app', endDate: '2099-12-31' }
  })
  for (let start = 0; start < rows.length; start += 1000) {
    await administration.importCoupons({ sellerId: '111', rows: rows.slice(start, start + 1000) })
  }
  await administration.close()
})

afterEach(async () => {
  for (const one of started.splice(0)) await one.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function memberAt(place: number): Readonly<{ phone: string; cardNo: string; name: string }> {
  const number = String(place).padStart(8, '0')
  // Digits without a row of zeros, which durations in logs have too.
  const digits = String(((place + 1) * 7_654_321) % 1_000_000_000).padStart(9, '6')
  return { phone: `13${digits}`, cardNo: `CARD-${number}`, name: `张三丰-${number}` }
}

const valuesUpTo = (end: number) => Array.from({ length: end }, (_, place) => Object.values(memberAt(place))).flat()

async function start(...args: readonly string[]): Promise<Readonly<{ server: ServerProcess; client: TopClient }>> {
  const server = await startServerProcess(['--data', dataDir, ...args], environment)
  started.push(server)
  return { server, client: new TopClient({ url: `${server.url}/router/rest`, ...testApp }) }
}

async function saveNames(client: TopClient): Promise<readonly string[]> {
  const ids: string[] = []
  for (let place = 0; place < toErase; place += 1) {
    const { phone, name } = memberAt(place)
    const { memberId = '' } = await client.saveMember({ outRequestNo: `SAVE-${place}`, phone, name })
    ids.push(memberId)
  }
  return ids
}

/** Everything that a server answers about the members, as text. */
async function shownBy(client: TopClient): Promise<string> {
  const answers: unknown[] = []
  for (let place = 0; place < toErase; place += 1) {
    const { phone, cardNo } = memberAt(place)
    answers.push(
      (await client.searchCouponPage({ phone })).coupons,
      (await client.searchCouponPage({ cardNo })).coupons,
    )
    answers.push((await client.searchMemberPage({ phone })).members)
    answers.push(await client.getCoupon({ couponCode: `c${place}` }))
  }
  let cursor: string | undefined
  do {
    const page = await client.searchCouponPage({ channel: 'app', limit: 200, cursor })
    answers.push(page.coupons)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return JSON.stringify(answers)
}

const namesIn = (text: string) => valuesUpTo(toErase).filter((value) => text.includes(value))

async function backup(name: string): Promise<string> {
  const target = join(folder, name)
  const { code, stderr } = await runCli(['backup', target, '--data', dataDir], environment)
  expect([code, stderr]).toEqual([0, ''])
  return target
}

test('an erased member is in no answer of any process, in no file, and in no backup that is restored', async () => {
  const [one, other] = [await start('--workers', '2'), await start()]
  const ids = await saveNames(one.client)
  const before = await backup('before')
  expect(namesIn(await shownBy(other.client)).length).toBeGreaterThan(0)
  for (let round = 0; round < 4; round += 1) await shownBy(one.client)
  let isOver = false
  let calls = 0
  const honest = async () => {
    while (!isOver || calls <= 20) {
      const place = toErase + (calls % (members - toErase))
      const { coupons } = await one.client.searchCouponPage({ phone: memberAt(place).phone })
      expect(coupons.map(({ couponCode }) => couponCode)).toEqual([`c${place}`])
      calls += 1
    }
  }
  const load = Promise.all([honest(), honest()])
  for (const [place, memberId] of ids.entries()) {
    expect(await one.client.eraseMember({ outRequestNo: `ERASE-${place}`, memberId })).toMatchObject({ memberId })
  }
  isOver = true
  await load
  for (const client of [other.client, one.client, one.client, one.client, one.client]) {
    await expect.poll(async () => namesIn(await shownBy(client)), { interval: 500 }).toEqual([])
  }
  expect(await shownBy(one.client)).toContain(memberAt(toErase).phone)
  const after = await backup('after')
  const logs = [one, other].map(({ server }, place) => {
    return { place: `log ${place}`, content: Buffer.from(server.errorText()) }
  })
  const searched = [dataDir, before, after, `${before}-keys`, `${after}-keys`].flatMap(filesBelow)
  expect(findValues(valuesUpTo(toErase), [...searched, ...logs])).toEqual([])
  for (const { server } of [one, other]) expect(await server.stop()).toBe(0)
  await expectWhole(dataDir)

  dataDir = join(folder, 'restored')
  const tombstones = join(`${after}-keys`, 'erased-members.json')
  const restored = await runCli(['restore', before, '--data', dataDir, '--tombstones', tombstones], environment)
  expect([restored.code, restored.stderr]).toEqual([0, ''])
  const again = await start()
  const text = await shownBy(again.client)
  expect(namesIn(text)).toEqual([])
  expect(text).toContain(memberAt(toErase).phone)
  expect(await again.server.stop()).toBe(0)
  await expectWhole(dataDir)
})

test('kill -9 while members are erased leaves none half erased after the next start', async () => {
  let ids: readonly string[] = []
  for (let round = 0; round < 3 * soak; round += 1) {
    const { server, client } = await start()
    if (round === 0) ids = await saveNames(client)
    const erasing = Promise.allSettled(
      ids.map((memberId, place) => client.eraseMember({ outRequestNo: `ERASE-${place}`, memberId })),
    )
    await delay(20 + round * 35)
    await server.stop('SIGKILL')
    await erasing
  }
  const { server, client } = await start()
  const erased = await Promise.all(
    ids.map(async (memberId) =>
      (await client.searchMemberPage({ state: 'erased', limit: 200 })).members.some((one) => one.memberId === memberId),
    ),
  )
  const keys = new Database(join(dataDir, 'member-keys.db'), { readonly: true })
  const kept = new Set(keys.prepare<[], number>('SELECT member_no FROM member_key').pluck().all())
  keys.close()
  // A member is erased exactly when it has no key.
  expect(ids.map((memberId) => !kept.has(Number(memberId.slice(1))))).toEqual(erased)
  for (const [place, memberId] of ids.entries()) {
    expect(await client.eraseMember({ outRequestNo: `ERASE-${place}`, memberId })).toMatchObject({ memberId })
  }
  expect(namesIn(await shownBy(client))).toEqual([])
  expect(await server.stop()).toBe(0)
  await expectWhole(dataDir)
})

async function expectWhole(place: string): Promise<void> {
  const audit = await runCli(['audit', 'verify', '--data', place], environment)
  expect([audit.code, audit.stderr]).toEqual([0, ''])
  const administration = await openAdministration({ dataDir: place, ...seen })
  let coupons = 0
  for await (const block of administration.exportCoupons({ sellerId: '111', filter: {} })) coupons += block.length
  await administration.close()
  expect(coupons).toBe(members)
}
