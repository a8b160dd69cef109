import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAdministration, startServer } from '@yaoquan/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openStore, type Store } from '../../packages/server/src/store/open-store.ts'
import { couponsOf, orderJson, orderSync } from '../harness/order-calls.ts'
import { signedParameters } from '../harness/signed-call.ts'
import { testApp, testNowMs } from '../harness/test-server.ts'

const phone = '18612255668'
let dataDir = ''
let store: Store

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yaoquan-refusals-'))
  const administration = await openAdministration({ dataDir, isSandbox: true })
  await administration.createSeller({ sellerId: '111', name: '测试连锁' })
  const grants = { preset: 'full', allowed: [], denied: [] }
  await administration.createApp({ name: 'test', sellerIds: ['111'], grants, ...testApp })
  await administration.close()
  store = await openStore({ dataDir })
})

afterAll(async () => {
  await store.close()
  await rm(dataDir, { recursive: true, force: true })
})

function serve() {
  const place = { host: '127.0.0.1', port: 0, dataDir, isSandbox: true, clockStartMs: testNowMs }
  return startServer({ ...place, isDemo: false, logLevel: 'silent' })
}

let numbers = 0

/** Makes a call and gives the answer with its number. */
async function call(url: string, method: string, input: Readonly<Record<string, string>>) {
  numbers += 1
  const number = method === orderSync ? {} : { out_request_no: `R${numbers}` }
  const body = new URLSearchParams(signedParameters({ method, ...number, ...input }))
  const answer = JSON.parse(await (await fetch(`${url}/router/rest`, { method: 'POST', body })).text())
  const { request_id: requestId, result } = answer[`${method.replaceAll('.', '_')}_response`] ?? {}
  if (result === undefined) throw new Error(JSON.stringify(answer))
  return { requestId: String(requestId), result }
}

const coupons = JSON.stringify([
  { coupon_code: 'used', phone, channel: 'erp' },
  { coupon_code: 'expired', phone, channel: 'erp', end_date: '2026-11-23' },
  { coupon_code: 'held', phone, channel: 'erp' },
])

const refusals: readonly (readonly [
  method: string,
  asked: Readonly<Record<string, string>>,
  code: string,
  sent: object,
])[] = [
  [
    'yaoquan.coupon.redeem',
    { coupon_code: 'expired', order_id: 'SO-2', shop: '01', lines: '[{"amount":"80.00"}]' },
    'COUPON_EXPIRED',
    { couponCode: 'expired', orderId: 'SO-2', shop: '01', lines: [{ amount: '80.00' }] },
  ],
  [
    'yaoquan.coupon.hold',
    { coupon_code: 'held', order_id: 'SO-2', ttl_seconds: '60' },
    'COUPON_HELD',
    { couponCode: 'held' },
  ],
  ['yaoquan.coupon.release', { coupon_code: 'held', order_id: 'SO-2' }, 'COUPON_HELD', { orderId: 'SO-2' }],
  [
    'yaoquan.coupon.claim',
    { coupon_id: 'T', phone, count: '2' },
    'TEMPLATE_NOT_FOUND',
    { couponId: 'T', hasMember: true },
  ],
  ['yaoquan.coupon.return', { redemption_id: 'no', reason: '退货' }, 'REDEMPTION_NOT_FOUND', { redemptionId: 'no' }],
  [
    'yaoquan.coupon.void',
    { coupon_codes: 'used,held,no', reason: '取消' },
    'PARTLY_FAILED',
    { couponCodes: ['used', 'held', 'no'] },
  ],
  [
    'yaoquan.coupon.extend',
    { coupon_codes: 'used,expired', end_date: '2026-11-30' },
    'PARTLY_FAILED',
    { couponCodes: ['used'], endDate: '2026-11-30' },
  ],
  [
    orderSync,
    { order: JSON.stringify(orderJson({ order_id: 'SO-9', phone, coupons: couponsOf('used', 'held') })) },
    'COUPON_ALREADY_USED',
    { orderId: 'SO-9', refusedCodes: ['used', 'held'] },
  ],
]

it('every refused call is kept within seconds, with what was sent but no phone and no reason', async () => {
  const server = await serve()
  try {
    await call(server.url, 'yaoquan.coupon.issue', { coupons })
    const redeemed = { coupon_code: 'used', order_id: 'SO-1' }
    const done = await call(server.url, 'yaoquan.coupon.redeem', redeemed)
    await call(server.url, 'yaoquan.coupon.hold', { coupon_code: 'held', order_id: 'SO-1', ttl_seconds: '600' })
    const calls: Readonly<{ requestId: string; eventSeq: number }>[] = []
    for (const [method, asked] of refusals) {
      const { requestId } = await call(server.url, method, asked)
      calls.push({ requestId, eventSeq: await store.refusalLog.newestEvent('111') })
    }
    for (const [place, [method, , errorCode, sent]] of refusals.entries()) {
      const { requestId = '', eventSeq } = calls[place] ?? {}
      const kept = () => store.refusalLog.findRefusal('111', requestId)
      await expect.poll(kept).toBeDefined()
      const found = await kept()
      expect(found).toMatchObject({ method, errorCode, appKey: testApp.appKey, requestId, eventSeq })
      expect(JSON.parse(found?.content ?? '')).toMatchObject(sent)
      expect(found?.content).not.toMatch(/18612255668|退货|取消/)
    }
    expect(await store.refusalLog.findRefusal('111', done.requestId)).toBeUndefined()
    const metrics = await (await fetch(`${server.adminUrl}/metrics`)).text()
    expect(metrics).toContain(`yaoquan_refusals_kept_total ${refusals.length}`)
  } finally {
    await server.close()
  }
})

it('what waits when the server stops is written before it ends', async () => {
  const server = await serve()
  const { requestId } = await call(server.url, 'yaoquan.coupon.redeem', { coupon_code: 'used', order_id: 'SO-3' })
  await server.close()
  expect(await store.refusalLog.findRefusal('111', requestId)).toMatchObject({ errorCode: 'COUPON_ALREADY_USED' })
})

it('an answer that is given again is not kept again', async () => {
  const server = await serve()
  try {
    const input = { coupon_codes: 'used', reason: '取消', out_request_no: 'AGAIN' }
    const first = await call(server.url, 'yaoquan.coupon.void', input)
    const again = await call(server.url, 'yaoquan.coupon.void', input)
    expect(again.result).toMatchObject({ error_code: 'PARTLY_FAILED', already_done: true })
    await expect.poll(() => store.refusalLog.findRefusal('111', first.requestId)).toBeDefined()
    await server.close()
    expect(await store.refusalLog.findRefusal('111', again.requestId)).toBeUndefined()
  } finally {
    await server.close()
  }
})

it('a dry run that is refused is not kept', async () => {
  const server = await serve()
  const input = { coupon_code: 'used', order_id: 'SO-3', dry_run: 'true' }
  const { requestId, result } = await call(server.url, 'yaoquan.coupon.redeem', input)
  await server.close()
  expect(result).toMatchObject({ error_code: 'COUPON_ALREADY_USED', dry_run: true })
  expect(await store.refusalLog.findRefusal('111', requestId)).toBeUndefined()
})

it('calls are removed after 30 days', async () => {
  const call = { sellerId: '111', method: 'm', appKey: '1', errorCode: 'HELD', names: {}, content: '{}', eventSeq: 1 }
  const dayMs = 24 * 3_600_000
  const old = { ...call, order: undefined, requestId: 'old', atMs: testNowMs - 31 * dayMs }
  const young = { ...call, order: undefined, requestId: 'young', atMs: testNowMs - 29 * dayMs }
  await store.refusalLog.keepRefusals([old, young])
  const server = await serve()
  try {
    await expect.poll(() => store.refusalLog.findRefusal('111', 'old')).toBeUndefined()
    expect(await store.refusalLog.findRefusal('111', 'young')).toBeDefined()
  } finally {
    await server.close()
  }
})
