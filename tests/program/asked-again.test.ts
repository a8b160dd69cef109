import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, signedParameters } from '../harness/signed-call.ts'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.close())

function query(filter: object, changes: Readonly<Record<string, string>> = {}, secret?: string): Promise<string> {
  const requested = JSON.stringify({ page_size: 10, page_num: 1, ...filter })
  return post(server.url, signedParameters({ query_d_t_o: requested, ...changes }, secret))
}

async function askSandbox(action: string, members: object): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/json' }
  const url = `${server.url}/sandbox/api/${action}`
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(members) })
  expect(response.status).toBe(200)
  return Object(await response.json())
}

function statuses(answer: string): readonly (string | undefined)[] {
  return [...answer.matchAll(/"status":"(\d)"|<status>(\d)<\/status>/g)].map(([, json, xml]) => json ?? xml)
}

it('a coupon that was asked for again and again expires at midnight all the same, in every format and however the clock moves', async () => {
  const formats = ['json', 'xml'] as const
  // A test app moves the clock of its own chain alone.
  const tester = await askSandbox('apps', {})
  const [appKey, secret] = [String(tester['app_key']), String(tester['app_secret'])]
  const rows = [
    { couponCode: 'ends-today', endDate: '2026-11-24', phone: '13912255668' },
    { couponCode: 'ends-tomorrow', endDate: '2026-11-25', phone: '13912255668' },
  ]
  await server.administration.importCoupons({ sellerId: String(tester['seller_id']), rows })
  for (const [time, expected] of [
    ['2026-11-24 23:58:00', ['0', '0']],
    ['2026-11-25 00:00:00', ['2', '0']],
    ['2026-11-26 00:00:00', ['2', '2']],
    ['2026-11-24 23:58:00', ['0', '0']],
  ] as const) {
    await askSandbox('clock', { ...tester, to: time })
    for (let call = 0; call < 3; call += 1) {
      const requested = formats.map((format) =>
        query({ phone: '13912255668' }, { format, timestamp: time, app_key: appKey }, secret),
      )
      expect([time, ...(await Promise.all(requested)).map(statuses)]).toEqual([time, expected, expected])
    }
  }
})

it('a hold shows until it runs out, however often its coupon was asked for, and again when the clock moves back', async () => {
  const tester = await askSandbox('apps', {})
  const [appKey, secret] = [String(tester['app_key']), String(tester['app_secret'])]
  const rows = [{ couponCode: 'held', endDate: '2026-12-31', phone: '13912255668' }]
  await server.administration.importCoupons({ sellerId: String(tester['seller_id']), rows })
  const call = (time: string, parameters: Readonly<Record<string, string>>) =>
    post(server.url, signedParameters({ timestamp: time, app_key: appKey, ...parameters }, secret))
  const requested = JSON.stringify({ page_size: 10, page_num: 1, phone: '13912255668' })
  await askSandbox('clock', { ...tester, to: '2026-11-24 12:00:00' })
  await call('2026-11-24 12:00:00', { query_d_t_o: requested })
  const held = await call('2026-11-24 12:00:00', {
    method: 'yaoquan.coupon.hold',
    out_request_no: 'hold-1',
    coupon_code: 'held',
    order_id: 'o1',
    ttl_seconds: '60',
  })
  expect(held).toContain('"success":true')
  for (const [time, status] of [
    ['2026-11-24 12:00:50', '4'],
    ['2026-11-24 12:01:10', '0'],
    ['2026-11-24 12:00:30', '4'],
  ] as const) {
    await askSandbox('clock', { ...tester, to: time })
    for (let n = 0; n < 3; n += 1)
      expect([time, statuses(await call(time, { query_d_t_o: requested }))]).toEqual([time, [status]])
  }
})

it('what another program passes on is found by the next call, however often the page was asked for before', async () => {
  for (const place of [1, 2, 3, 4]) {
    await server.administration.importCoupons({ sellerId: '111', rows: [{ couponCode: `new-${place}`, cardNo: '7' }] })
    for (let call = 0; call < 3; call += 1) expect(statuses(await query({ card_no: '7' }))).toHaveLength(place)
  }
})
