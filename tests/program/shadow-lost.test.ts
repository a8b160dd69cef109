import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LifecycleClient, lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, orderSync, syncOrder } from '../harness/order-calls.ts'
import { runCli } from '../harness/run-cli.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let caller: LifecycleClient

beforeAll(async () => {
  server = await startTestServer()
  caller = lifecycleClient(server)
})

afterAll(() => server.close())

const usable = { startDate: '2026-11-01', endDate: '2026-12-31', couponAmount: '5' }

async function issue(...couponCodes: readonly string[]): Promise<void> {
  const coupons = couponCodes.map((couponCode) => ({ couponCode, ...usable }))
  await caller.call('yaoquan.coupon.issue', { outRequestNo: caller.newNo(), coupons })
}

async function redeem(couponCode: string, orderId: string): Promise<void> {
  const done = await caller.call('yaoquan.coupon.redeem', { outRequestNo: caller.newNo(), couponCode, orderId })
  expect(done['success']).toBe(true)
}

async function redeemByOrder(couponCode: string, orderId: string): Promise<void> {
  const { coupons } = await syncOrder(server.url, { order_id: orderId, coupons: couponsOf(couponCode) })
  expect(coupons.map(({ outcome }) => outcome)).toEqual(['redeemed'])
}

function route(to: string, method?: string): Promise<void> {
  const from = { port: 9180, appKey: testApp.appKey, from: 'compare', reason: 'test' }
  return server.administration.recordRoute({ sellerId: '111', by: 'test', ...from, method, to })
}

async function lost(name: string, ...more: readonly string[]): Promise<readonly string[]> {
  const out = join(server.dataDir, name)
  const run = await runCli(['shadow', 'lost', '--data', server.dataDir, '--seller', '111', '--out', out, ...more])
  expect(run).toMatchObject({ code: 0 })
  const rows = (await readFile(out, 'utf8')).trimEnd().split('\n')
  expect(rows[0]).toBe('at,event,coupon_code,coupon_id,order_id,redemption_id,shop,off_amount,end_date,actor')
  return rows.slice(1).map((row) => {
    const [, event, code, , order] = row.split(',')
    return [event, code, order].filter(Boolean).join(' ')
  })
}

it('lists what the CRM of today does not know, in order, and not what it got', async () => {
  await issue('before-1', 'before-2', 'before-3', 'before-4')
  const args = [
    'shadow',
    'lost',
    '--data',
    server.dataDir,
    '--seller',
    '111',
    '--out',
    join(server.dataDir, 'none.csv'),
  ]
  expect(await runCli(args)).toMatchObject({ code: 1, stderr: expect.stringContaining('没有调用切换到过药券') })
  await route('mirrored')
  await redeemByOrder('before-1', 'SO-1')
  await redeem('before-2', 'SO-2')
  await issue('after')
  await route('ours', orderSync)
  await redeemByOrder('before-3', 'SO-3')
  await caller.call('yaoquan.coupon.void', { outRequestNo: caller.newNo(), couponCodes: ['before-4'], reason: 'test' })
  expect(await lost('all.csv')).toEqual([
    'redeemed before-2 SO-2',
    'issued after',
    'redeemed before-3 SO-3',
    'voided before-4',
  ])
  expect(await lost('later.csv', '--since', '2027-01-01T00:00:00+08:00')).toEqual([])
})
