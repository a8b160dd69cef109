import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunningWork } from '#background/repetition/repeat-work'
import { issueCoupons } from '#domain/lifecycle/issue-coupons'
import { syncOrder } from '#domain/lifecycle/sync-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { openStore, type Store } from '#store/open-store'
import { orderVersionWith } from '#testing/example-order'
import { redeem } from '#testing/lifecycle-calls'
import { requestOf } from '#testing/requests'
import { temporaryFolder } from '#testing/temporary-folder'
import { startReconciliationSchedule } from './reconciliation-schedule.ts'

const folder = temporaryFolder()
const sellerId = '111'
const noon = Date.parse('2026-11-24T12:00:00+08:00')
const [minute, hour] = [60_000, 3_600_000]
const randomBytes = (size: number) => crypto.getRandomValues(new Uint8Array(size))

let stores = 0
let store: Store
let nowMs: number
let running: RunningWork[]
let computed: string[]
let faults: unknown[]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  stores += 1
  store = await openStore({ dataDir: join(folder, String(stores)) })
  running = []
  computed = []
  faults = []
  nowMs = Date.parse('2026-11-24T23:59:00+08:00')
  const rows = ['a', 'b'].map((couponCode) => ({ couponCode, billDate: '2026-11-01' }))
  await issueCoupons({ lifecycle: store.lifecycleStore, request: requestOf(sellerId), rows })
  await redeem(store, requestOf(sellerId), { couponCodes: ['a'], orderId: 'SO-A' })
  await sync('OTHER', [])
})

afterEach(async () => {
  vi.useRealTimers()
  for (const work of running) await work.stop()
  await store.close()
  expect(faults).toEqual([])
})

function start(): void {
  const telemetry = {
    dayReconciled: ({ day, findings, pending }: Readonly<{ day: string; findings: number; pending: number }>) =>
      computed.push(`${day} ${findings} ${pending}`),
    backgroundFailed: ({ error }: Readonly<{ error: unknown }>) => faults.push(error),
  }
  const schedule = {
    reconciliation: store.reconciliationReader,
    reports: store.dayReports,
    telemetry,
    listSellers: async () => [sellerId, 'nobody'],
    clock: () => nowMs,
  }
  running.push(startReconciliationSchedule(schedule))
}

function sync(orderId: string, couponCodes: readonly string[]) {
  const version = orderVersionWith({ orderId, couponCodes, createdAtMs: noon })
  const request = requestOf(sellerId, { outRequestNo: undefined, content: version.content })
  return syncOrder({ lifecycle: store.lifecycleStore, request, version, policy: newSellerPolicy, randomBytes })
}

/** Lets the clock go on. */
function at(moment: string): void {
  nowMs = Date.parse(`${moment}+08:00`)
}

/** Lets the schedule run once more, unless a run is under way. */
function reports(day = ''): readonly string[] {
  vi.advanceTimersByTime(minute)
  return computed.filter((line) => line.startsWith(day))
}

test('computes the report of a day once it has ended, and judges what is pending when it may', async () => {
  start()
  await expect.poll(() => reports('2026-11-23')).toHaveLength(1)
  expect(reports('2026-11-24')).toEqual([])
  at('2026-11-25T00:01:00')
  await expect.poll(() => reports('2026-11-24')).toEqual(['2026-11-24 0 1'])
  at('2026-11-25T06:00:00')
  await expect.poll(() => reports('2026-11-24')).toEqual(['2026-11-24 0 1', '2026-11-24 1 0'])
  const report = await store.dayReports.findReport(sellerId, '2026-11-24')
  expect(report).toMatchObject({ redemptions: 1, findingCount: 1, computedAtMs: nowMs })
})

test('computes a day again only when something changed, and a finding that was explained is gone', async () => {
  nowMs = Date.parse('2026-11-25T07:00:00+08:00')
  start()
  await expect.poll(() => reports('2026-11-24')).toEqual(['2026-11-24 1 0'])
  at('2026-11-25T08:00:00')
  await expect.poll(() => reports().length).toBe(7)
  await sync('SO-A', ['a'])
  at('2026-11-25T09:00:00')
  await expect.poll(() => reports('2026-11-24')).toEqual(['2026-11-24 1 0', '2026-11-24 0 0'])
  expect(await store.dayReports.listFindings(sellerId, '2026-11-24', { after: 0, limit: 10 })).toEqual([])
})

test('of several servers one computes each day', async () => {
  nowMs = Date.parse('2026-11-25T07:00:00+08:00')
  for (let servers = 0; servers < 4; servers += 1) start()
  await expect.poll(() => reports().length).toBe(7)
  at('2026-11-25T07:00:30')
  for (const work of running) await work.stop()
  expect(computed.map((line) => line.slice(0, 10)).toSorted()).toEqual([
    ...['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'],
  ])
})

test('a day whose server died is taken over after half an hour', async () => {
  nowMs = Date.parse('2026-11-25T07:00:00+08:00')
  const lease = { sellerId, day: '2026-11-24', dueMs: undefined, untilMs: nowMs + hour / 2 }
  expect(await store.dayReports.takeLease(lease)).toBe(true)
  start()
  await expect.poll(() => reports().length).toBe(6)
  expect(reports('2026-11-24')).toEqual([])
  at('2026-11-25T07:31:00')
  await expect.poll(() => reports('2026-11-24')).toEqual(['2026-11-24 1 0'])
})
