import { handleFinding, openReconciliation } from '@yaoquan/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { computeReport } from '../harness/compute-report.ts'
import { askConsole } from '../harness/console.ts'
import { hireOperator } from '../harness/hire-operator.ts'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, syncOrder } from '../harness/order-calls.ts'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

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
  await computeReport(server, day)
})

afterAll(() => server?.close())

type Page = Readonly<{
  report?: Readonly<Record<string, unknown>>
  findings: readonly Readonly<Record<string, unknown>>[]
  nextCursor?: string
}>

async function page(input: Readonly<{ day?: string; limit?: number; cursor?: string | undefined }>): Promise<Page> {
  return (await caller.call(method, { day, ...input })) as Page
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

it.each([
  ['2026-11-24', '2026-11-25 00:01:00'],
  ['2026-11-01', undefined],
])('has no report of %s, and says when it comes', async (other, expectedAt) => {
  const answer = await page({ day: other })
  expect(answer).toMatchObject({ errorCode: 'REPORT_NOT_COMPUTED', success: false, findings: [] })
  expect((answer as Readonly<{ expectedAt?: string }>).expectedAt).toBe(expectedAt)
})

it('lists the days that have a report, the newest first', async () => {
  const { days } = (await caller.call('yaoquan.reconciliation.list', { toDay: day })) as never as {
    days: readonly Readonly<{ day: string }>[]
  }
  expect(days[0]).toMatchObject({ day, findingCount: 3, handledCount: 0, redemptions: 3, netAmount: '30.00' })
  expect(days.map((one) => one.day)).toEqual(
    days
      .map((one) => one.day)
      .toSorted()
      .toReversed(),
  )
})

it('sums up the cost of a period, and says of how many days', async () => {
  const period = { fromDay: '2026-11-01', toDay: '2026-11-24' }
  const sum = (groupBy: string) => caller.call('yaoquan.reconciliation.cost', { ...period, groupBy } as never)
  const cost = { redemptions: 3, redeemedAmount: '30.00', netAmount: '30.00' }
  expect(await sum('bearer')).toMatchObject({ ...period, days: 24, ...cost, rows: [cost] })
  expect(await sum('shop')).toMatchObject({ rows: [{ key: '01', ...cost }] })
  expect(await sum('template')).toMatchObject({ rows: [{ key: '10元券', name: '10元券', ...cost }] })
  expect(await sum('month')).toMatchObject({ rows: [{ key: '2026-11', ...cost }] })
  const usual = await caller.call('yaoquan.reconciliation.cost', { groupBy: 'month' })
  expect(usual).toMatchObject({ fromDay: '2026-11-01', toDay: '2026-11-23', days: 23 })
})

it('refuses periods that are too long or end before they begin', async () => {
  for (const [method, fromDay] of [
    ['yaoquan.reconciliation.list', '2026-08-15'],
    ['yaoquan.reconciliation.cost', '2025-11-22'],
    ['yaoquan.reconciliation.cost', '2026-11-24'],
  ]) {
    const groups = method?.endsWith('cost') ? { group_by: 'shop' } : {}
    const parameters = { method, app_key: testApp.appKey, from_day: fromDay, to_day: day, ...groups }
    const answer = JSON.parse(await post(server.url, signedParameters(parameters as never, testApp.appSecret)))
    expect(answer).toMatchObject({ error_response: { code: 50 } })
  }
})

it('a finding that finance handles has note and name, once, until it is reopened', async () => {
  const hire = (name: string) =>
    hireOperator(server, { name, password: 'correct horse battery', roles: [['111', name]] })
  const [cookie, auditor] = [await hire('finance'), await hire('auditor')]
  const findingId = String((await page({})).findings[0]?.['findingId'])
  const handle = async (no: string, changes: object = {}, as = cookie) => {
    const body = { out_request_no: no, day, finding_id: findingId, note: '收银机补传，电话13900000012', ...changes }
    const { body: answer } = await askConsole(server.url, handleFinding.name, { cookie: as, body })
    return (answer as Readonly<{ result?: Readonly<Record<string, unknown>> }>).result
  }
  expect(await handle('F0', {}, auditor)).toBeUndefined()
  expect(await handle('F1')).toMatchObject({ success: true, warnings: [{ code: 'PHONE_MASKED' }] })
  expect(await handle('F1')).toMatchObject({ success: true, already_done: true })
  expect(await handle('F2')).toMatchObject({
    error_code: 'FINDING_CHANGED',
    error_msg: expect.stringContaining('finance 已于'),
  })
  expect(await handle('F3', { finding_id: 'none' })).toMatchObject({ error_code: 'FINDING_NOT_FOUND' })
  const { report, findings } = await page({})
  expect(report).toMatchObject({ findingCount: 3, handledCount: 1 })
  expect(findings[0]).toMatchObject({
    handledBy: 'operator:finance',
    handledAt: expect.stringMatching(/^2026-11-24 /),
    handledNote: '收银机补传，电话139****0012',
  })
  const { body: opened } = await askConsole(server.url, openReconciliation.name, { cookie, body: { day, limit: 200 } })
  const ofConsole = (opened as Readonly<{ result: Readonly<Record<string, unknown>> }>).result
  expect(ofConsole['actors']).toEqual([{ actor: 'operator:finance', name: 'finance' }])
  expect(ofConsole).toMatchObject({ report: { handled_count: 1 }, findings: [{}, {}, {}] })
  await computeReport(server, day)
  expect((await page({})).report).toMatchObject({ handledCount: 1 })
  expect(await handle('F4', { reopen: true })).toMatchObject({ success: true })
  expect(await handle('F5', { reopen: true })).toMatchObject({ error_code: 'FINDING_OPEN' })
  expect((await page({})).report).toMatchObject({ handledCount: 0 })
})

it('refuses a day that does not exist', async () => {
  const input = signedParameters({ method, app_key: testApp.appKey, day: '2026-11-31' }, testApp.appSecret)
  expect(JSON.parse(await post(server.url, input))).toMatchObject({ error_response: { code: 50 } })
})
