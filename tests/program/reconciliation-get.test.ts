import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Finding } from '../../packages/server/src/domain/reconciliation/finding.ts'
import { reconcileDay } from '../../packages/server/src/domain/reconciliation/reconcile-day.ts'
import { openStore } from '../../packages/server/src/store/open-store.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, syncOrder } from '../harness/order-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp, testNowMs } from '../harness/test-server.ts'

const method = 'yaoquan.reconciliation.get'
const [day, dayBefore] = ['2026-11-23', '2026-11-22']
let server: TestServer
let caller: LifecycleClient

/** The clock stands on the evening of the 24th: the 23rd is over, and nothing of it is pending. */
beforeAll(async () => {
  server = await startTestServer(async ({ importCoupons }) => {
    const codes = ['a', 'b', 'c', 'POS']
    const rows = codes.map((couponCode) => ({
      couponCode,
      couponAmount: '10',
      couponName: '10元券',
      billDate: '2026-11-01',
    }))
    await importCoupons({ sellerId: '111', rows })
  })
  caller = lifecycleClient(server)
  const redeem = (couponCode: string, orderId: string, second: number) =>
    caller.call('yaoquan.coupon.redeem', {
      outRequestNo: caller.newNo(),
      couponCode,
      orderId,
      shop: '01',
      orderAmount: '60',
      redeemedAt: `${day} 10:00:0${second}`,
    })
  await redeem('a', 'SO-A', 0)
  await redeem('b', 'SO-B', 1)
  await redeem('POS', 'POS-13900000012', 2)
  await syncOrder(server.url, { order_id: 'SO-C', coupons: couponsOf('gone'), create_time: `${day} 09:00:00` })
  await syncOrder(server.url, { order_id: 'SO-B', coupons: couponsOf('b'), create_time: `${day} 10:00:00` })
  await computeReport()
})

afterAll(() => server?.close())

/** Computes the report as a server does that has the turn. The running one does it when the day is due again. */
async function computeReport(): Promise<void> {
  const store = await openStore({ dataDir: server.dataDir })
  const [sellerId, turnMs] = ['111', testNowMs]
  try {
    const findings: Finding[] = []
    const report = await reconcileDay({
      reader: store.reconciliationReader,
      sellerId,
      day,
      orderHours: 6,
      nowMs: testNowMs,
      onFindings: async (found) => void findings.push(...found),
    })
    let isTaken = false
    for (let attempt = 0; attempt < 600 && !isTaken; attempt += 1) {
      const turn = (await store.dayReports.listTurns(sellerId, day)).find((one) => one.day === day)
      isTaken = await store.dayReports.takeTurn({ sellerId, day, dueMs: turn?.dueMs, untilMs: turnMs })
      if (!isTaken) await delay(100)
    }
    const nextDueMs = testNowMs + 24 * 3_600_000
    expect(await store.dayReports.saveReport({ sellerId, turnMs, report, findings, nextDueMs })).toBe(true)
  } finally {
    await store.close()
  }
}

type Page = Readonly<{
  report?: Readonly<Record<string, unknown>>
  findings: readonly Readonly<Record<string, unknown>>[]
  nextCursor?: string
}>

async function page(asked: Readonly<{ day?: string; limit?: number; cursor?: string | undefined }>): Promise<Page> {
  return (await caller.call(method, { day, ...asked })) as Page
}

it('returns the report of a day with its cost and findings', async () => {
  const { report, findings, nextCursor } = await page({})
  expect(report).toMatchObject({
    day,
    deadline: '2026-11-24 06:00:00',
    ordersSynced: true,
    findingCount: 3,
    pendingCount: 0,
    orders: 2,
    redemptions: 3,
    redeemedAmount: '30.00',
    returns: 0,
    netAmount: '30.00',
    unpriced: 0,
    byShop: [{ key: '01', netAmount: '30.00' }],
    byTemplate: [{ key: '10元券', name: '10元券', redemptions: 3 }],
  })
  expect(report?.['byBearer']).toEqual([expect.not.objectContaining({ key: expect.anything() })])
  expect(nextCursor).toBeUndefined()
  expect(findings.map(({ kind, orderId }) => [kind, orderId])).toEqual([
    ['REDEEMED_NO_ORDER', 'SO-A'],
    ['REDEEMED_NO_ORDER', 'POS-139****0012'],
    ['NAMED_NOT_REDEEMED', 'SO-C'],
  ])
  expect(findings[0]).toMatchObject({
    pending: false,
    couponCode: 'a',
    offAmount: '10.00',
    shop: '01',
    eventSeqs: expect.stringMatching(/^\d+$/),
    text: expect.stringContaining('从未同步'),
    textEn: expect.stringContaining('never synced'),
  })
})

it('goes on with its cursor, and refuses one of another day', async () => {
  const first = await page({ limit: 2 })
  const second = await page({ limit: 2, cursor: first.nextCursor })
  expect([first.findings.length, second.findings.length, second.report, second.nextCursor]).toEqual([
    2,
    1,
    undefined,
    undefined,
  ])
  expect(await page({ day: dayBefore, cursor: first.nextCursor })).toMatchObject({ errorCode: 'INVALID_CURSOR' })
})

it.each(['2026-11-24', '2026-11-01'])('has no report of %s', async (other) => {
  expect(await page({ day: other })).toMatchObject({ errorCode: 'REPORT_NOT_COMPUTED', success: false, findings: [] })
})

it('refuses a day that does not exist', async () => {
  const asked = signedParameters({ method, app_key: testApp.appKey, day: '2026-11-31' }, testApp.appSecret)
  expect(JSON.parse(await post(server.url, asked))).toMatchObject({ error_response: { code: 50 } })
})
