import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RunningWork } from '#background/repetition/repeat-work'
import { answerOnce } from '#domain/lifecycle/answer-once'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { askForRetention } from '#domain/lifecycle/wait-for-retention'
import type { Store } from '#store/open-store'
import { openStore } from '#store/open-store'
import { setRetention } from '#testing/change-rules'
import { draftOf } from '#testing/example-draft'
import { issuerOf } from '#testing/issue-drafts'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { startRetentionSchedule } from './retention-schedule.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const dayMs = 86_400_000
const laterMs = noon + 31 * dayMs
const folder = temporaryFolder()
const sellers = ['111', '222', '333']

let stores = 0
let dataDir: string
let store: Store
let running: RunningWork[]
let removed: Readonly<{ sellerId: string; kind: string; rows: number }>[]
let faults: unknown[]

beforeEach(async () => {
  stores += 1
  dataDir = join(folder, String(stores))
  store = await openStore({ dataDir })
  running = []
  removed = []
  faults = []
  for (const sellerId of sellers) await use(sellerId, 300)
})

afterEach(async () => {
  for (const work of running) await work.stop()
  await store.close()
})

function start(clock = () => laterMs): RunningWork {
  const telemetry = {
    oldRemoved: (removal: (typeof removed)[number]) => removed.push(removal),
    backgroundFailed: ({ error }: Readonly<{ error: unknown }>) => faults.push(error),
  }
  const work = startRetentionSchedule({
    retention: store.retentionWork,
    lifecycle: store.lifecycleStore,
    clock,
    telemetry,
  })
  running.push(work)
  return work
}

async function use(sellerId: string, count: number): Promise<void> {
  const once = (number: number) => {
    const request = { sellerId, outRequestNo: `n${number}`, method: 'm', content: '', actor: 'a', requestId: 'r' }
    return store.lifecycleStore.runAct({ ...request, nowMs: noon }, answerOnce<number>(), { answer: number })
  }
  await Promise.all(Array.from({ length: count }, (_, number) => once(number)))
}

async function setDays(sellerId: string, request: number | undefined): Promise<void> {
  const actor = 'operator:retention'
  await setRetention(store, { sellerId, days: { request }, nowMs: laterMs, actor })
}

function query<Value>(text: string): readonly Value[] {
  const database = new Database(join(dataDir, 'yaoquan.db'), { readonly: true })
  const values = database.prepare<[], Value>(text).pluck().all()
  database.close()
  return values
}

const countKept = () =>
  query<number>("SELECT COUNT(*) FROM out_request WHERE request_no LIKE 'n%' GROUP BY seller_id ORDER BY seller_id")

async function reports(sellerId: string): Promise<readonly (string | undefined)[]> {
  const { events } = await store.eventReader.listEvents({ sellerId, afterSeq: 0, limit: 1000 })
  return events.filter(({ actor }) => actor === 'system').map(({ after }) => after)
}

test('removes what is older than the policies say, sellers in turn, and nothing of a seller without one', async () => {
  for (const sellerId of ['111', '222']) await setDays(sellerId, 30)
  start()
  for (const sellerId of ['111', '222']) {
    await expect.poll(() => reports(sellerId)).toEqual(['{"removed_requests":300,"request_days":30}'])
  }
  expect(countKept()).toEqual([300])
  const inTurn = [64, 64, 64, 64, 44].flatMap((rows) =>
    ['111', '222'].map((sellerId) => ({ sellerId, kind: 'request', rows })),
  )
  expect(removed).toEqual(inTurn)
  expect(faults).toEqual([])
  for (const sellerId of sellers) {
    expect(await store.eventAuditor.verifyChain(sellerId)).toMatchObject({ kind: 'intact' })
  }
})

test('keeps what is exactly as old as the policy says, and passes once a day', async () => {
  await setDays('111', 30)
  start(() => noon + 30 * dayMs)
  await expect.poll(() => query('SELECT next_pass_ms FROM retention_policy')).toEqual([laterMs])
  expect([countKept(), removed]).toEqual([[300, 300, 300], []])
})

test('several servers remove and report each row once', async () => {
  await setDays('111', 30)
  for (let server = 0; server < 4; server += 1) start()
  await expect.poll(() => reports('111')).toEqual(['{"removed_requests":300,"request_days":30}'])
  expect(removed.reduce((sum, { rows }) => sum + rows, 0)).toBe(300)
  expect(faults).toEqual([])
})

test('a pass that is stopped reports what it removed, and the next start goes on', async () => {
  await setDays('111', 30)
  const stopped = start()
  await expect.poll(() => removed, { interval: 1 }).not.toEqual([])
  await stopped.stop()
  const first = removed.reduce((sum, { rows }) => sum + rows, 0)
  const after = (rows: number) => `{"removed_requests":${rows},"request_days":30}`
  expect(await reports('111')).toEqual([after(first)])
  start()
  await expect.poll(() => reports('111')).toEqual([after(first), after(300 - first)])
})

/** An owner sets 30 days at the console. */
function askForDays(): Promise<unknown> {
  const by = 'operator:li.na'
  const request = requestOf('111', { nowMs: laterMs, actor: by })
  return runAct(askForRetention, { lifecycle: store.lifecycleStore, request, days: { request: 30 }, by })
}

test('shorter periods of the console take effect a day later, and not a moment before', async () => {
  await askForDays()
  let nowMs = laterMs + dayMs - 1
  let looks = 0
  start(() => {
    looks += 1
    return nowMs
  })
  await expect.poll(() => looks).toBeGreaterThan(0)
  await running.pop()?.stop()
  expect([countKept(), removed]).toEqual([[300, 300, 300], []])
  nowMs += 1
  for (let server = 0; server < 2; server += 1) start(() => nowMs)
  const taken = '{"request_days":30,"submitted_by":"operator:li.na"}'
  await expect.poll(() => reports('111')).toEqual([taken, '{"removed_requests":300,"request_days":30}'])
  expect(await store.retentionReader.findWaiting('111')).toBeUndefined()
  expect(faults).toEqual([])
  expect(await store.eventAuditor.verifyChain('111')).toMatchObject({ kind: 'intact' })
})

test('shorter periods whose time was altered by hand do not take effect', async () => {
  await askForDays()
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec('UPDATE retention_wait SET due_ms = 1')
  database.close()
  start()
  await expect.poll(() => faults).toHaveLength(1)
  expect(String(faults[0])).toContain('altered')
  expect(countKept()).toEqual([300, 300, 300])
})

test('a policy that was altered by hand removes nothing', async () => {
  await setDays('111', 400)
  const database = new Database(join(dataDir, 'yaoquan.db'))
  database.exec('UPDATE retention_policy SET request_days = 30')
  database.close()
  start()
  await expect.poll(() => faults).toHaveLength(1)
  expect(String(faults[0])).toContain('altered')
  expect(countKept()).toEqual([300, 300, 300])
})

test('a pass erases inactive members after it removed request numbers, and one event tells of both', async () => {
  const dates = { startDate: '2018-11-11', endDate: '2018-11-11' }
  const drafts = ['1', '2', '3'].map((phone) => draftOf({ couponCode: phone, phone, cardNo: phone, ...dates }))
  await issuerOf(store).issueCoupons('111', [...drafts, draftOf({ couponCode: '4', endDate: undefined })], noon)
  const actor = 'operator:retention'
  const nowMs = noon + 181 * dayMs
  await setRetention(store, { sellerId: '111', days: { request: 30, member: 180 }, nowMs, actor })
  start(() => nowMs)
  const after = '{"removed_requests":301,"request_days":30,"removed_members":3,"member_days":180}'
  await expect.poll(async () => (await reports('111')).at(-1)).toBe(after)
  expect(removed.filter(({ kind }) => kind === 'member')).toEqual(
    Array(3).fill({ sellerId: '111', kind: 'member', rows: 1 }),
  )
  expect(query('SELECT COUNT(*) FROM member WHERE state = 2')).toEqual([3])
  expect(faults).toEqual([])
  expect(await store.eventAuditor.verifyChain('111')).toMatchObject({ kind: 'intact' })
})
