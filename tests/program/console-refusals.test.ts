import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { askConsole, firstSignIn } from '../harness/console.ts'
import { lifecycleClient } from '../harness/lifecycle-client.ts'
import { couponsOf, orderLine, syncOrder } from '../harness/order-calls.ts'
import { patienceMs } from '../harness/patience.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer
let cookie = ''
let marketingCookie = ''

type Answered = Readonly<{ result?: Readonly<Record<string, unknown>>; error_response?: object }>

async function call(method: string, body: object = {}, as = cookie): Promise<Answered> {
  return (await askConsole(server.url, `yaoquan.${method}`, { cookie: as, body })).body as Answered
}

async function signIn(name: string, role: string): Promise<string> {
  const roles = [{ sellerId: '111', role, shops: undefined }]
  const made = await server.administration.createOperator({ name, displayName: '陈工', roles })
  return firstSignIn(server.url, name, made.kind === 'changed' ? made.password : '', 'correct horse battery')
}

type Row = Readonly<{ request_id: string; method: string; app_key: string; refused_code: string; at: string }>

async function rows(body: object = {}): Promise<readonly Row[]> {
  return (await call('console.refusal.list', body)).result?.['refusals'] as readonly Row[]
}

async function count(body: object = {}): Promise<Answered['result']> {
  return (await call('console.refusal.count', body, marketingCookie)).result
}

beforeAll(async () => {
  server = await startTestServer()
  cookie = await signIn('dev', 'developer')
  marketingCookie = await signIn('mark', 'marketing')
  const { call: send, newNo } = lifecycleClient(server)
  const issued = { couponCode: 'ended', phone: '18612255668', channel: 'erp', endDate: '2026-11-23' }
  await send('yaoquan.coupon.issue', { outRequestNo: newNo(), coupons: [issued] })
  const redeem = (couponCode: string) =>
    send('yaoquan.coupon.redeem', { outRequestNo: newNo(), couponCode, orderId: 'SO-1', shop: '01' })
  for (const code of ['ended', 'nobody', 'ended']) await redeem(code)
  await send('yaoquan.coupon.hold', { outRequestNo: newNo(), couponCode: 'ended', orderId: 'SO-1', ttlSeconds: 60 })
  // Refused calls are stored beside the calls.
  await vi.waitFor(async () => expect(await rows()).toHaveLength(4), { timeout: patienceMs, interval: 200 })
})
afterAll(() => server.close())

const redemption = 'yaoquan.coupon.redeem'

describe('refused calls', () => {
  test('are listed, the newest first, without what they sent', async () => {
    const listed = await rows()
    expect(listed.map(({ method, refused_code: code }) => [method, code])).toEqual([
      ['yaoquan.coupon.hold', 'COUPON_EXPIRED'],
      [redemption, 'COUPON_EXPIRED'],
      [redemption, 'COUPON_NOT_FOUND'],
      [redemption, 'COUPON_EXPIRED'],
    ])
    expect(Object.keys(listed[0] ?? {}).toSorted()).toEqual(['app_key', 'at', 'method', 'refused_code', 'request_id'])
    expect(listed[0]).toMatchObject({ app_key: testApp.appKey, at: expect.stringMatching(/^2026-11-24 22:/) })
  })

  test.each<[string, object, number]>([
    ['method', { api_name: redemption }, 3],
    ['code', { refused_code: 'COUPON_NOT_FOUND' }, 1],
    ['app', { app_key: testApp.appKey }, 4],
    ['another app', { app_key: 'nobody' }, 0],
    ['day', { from_day: '2026-11-24', to_day: '2026-11-24' }, 4],
    ['a later day', { from_day: '2026-11-25' }, 0],
    ['an earlier day', { to_day: '2026-11-23' }, 0],
    ['code and method', { refused_code: 'COUPON_EXPIRED', api_name: redemption }, 2],
  ])('are filtered by %s', async (_what, filter, count) => {
    expect(await rows(filter)).toHaveLength(count)
  })

  test('are read page by page', async () => {
    const all = await rows()
    const { result } = await call('console.refusal.list', { limit: 3 })
    expect(result?.['refusals']).toEqual(all.slice(0, 3))
    expect(await rows({ limit: 3, cursor: result?.['next_cursor'] })).toEqual(all.slice(3))
  })

  test.each<[string, object]>([
    ['cursor', { cursor: 'r1' }],
    ['from_day', { from_day: '2026-13-01' }],
    ['to_day', { to_day: 'today' }],
  ])('need a readable %s', async (field, body) => {
    const { error_response: error } = await call('console.refusal.list', body)
    expect(JSON.stringify(error)).toContain(field)
  })

  test('are explained to those who may list them', async () => {
    const [newest] = await rows({ api_name: redemption })
    const { result } = await call('coupon.explain', { request_id: newest?.request_id })
    expect(result).toMatchObject({ success: true, call: { refused_code: 'COUPON_EXPIRED' } })
  })

  test('are counted by reason, for those who see figures', async () => {
    expect(await count()).toMatchObject({
      reasons: [
        { refused_code: 'COUPON_EXPIRED', calls: 3 },
        { refused_code: 'COUPON_NOT_FOUND', calls: 1 },
      ],
    })
    expect(await count({ to_day: '2026-11-23' })).toMatchObject({ reasons: [] })
  })

  test('are counted with what their orders cost before coupons, each order once', async () => {
    const { call: send } = lifecycleClient(server)
    const coupons = [{ couponCode: 'quoted', channel: 'erp', couponAmount: '1' }]
    await send('yaoquan.coupon.issue', { outRequestNo: 'A1', coupons })
    const quantity = '2'
    const lines = [
      { lineNo: 1, quantity, amount: '66.60' },
      { lineNo: 2, quantity, amount: '0.05' },
    ]
    const { quoteId } = await send('yaoquan.basket.evaluate', { couponCodes: ['quoted'], lines })
    const redeemed = { outRequestNo: 'A2', couponCode: 'quoted', orderId: 'SO-2' }
    expect(await send('yaoquan.coupon.redeem', redeemed)).toMatchObject({ success: true })
    const tried = [
      { couponCode: 'quoted', orderId: 'SO-3', quoteId: String(quoteId) },
      { couponCode: 'missing', orderId: 'SO-4', orderAmount: '80.00' },
      { couponCode: 'missing', orderId: 'SO-4', orderAmount: '75.00' },
      { couponCode: 'missing', orderId: 'SO-5', lines },
    ]
    for (const [place, asked] of tried.entries()) {
      const answer = await send('yaoquan.coupon.redeem', { outRequestNo: `A${place + 3}`, ...asked })
      expect(answer).toMatchObject({ success: false })
    }
    // Two at 6.00, of which 10.00 were paid.
    const details = [{ ...orderLine, quantity: '2' }]
    await syncOrder(server.url, { order_id: 'SO-6', details, coupons: couponsOf('missing') })
    const reasons = async () => (await count())?.['reasons']
    await expect.poll(reasons, { interval: 200 }).toEqual([
      { refused_code: 'COUPON_NOT_FOUND', calls: 5, order_amount: '158.65' },
      { refused_code: 'COUPON_EXPIRED', calls: 3 },
      { refused_code: 'QUOTE_STALE', calls: 1, order_amount: '66.65' },
    ])
  })
})
