import { signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { querycoupon, withoutRequestId } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    await administration.createApp({
      name: 'two chains',
      sellerIds: ['111', '222'],
      appKey: 'two',
      appSecret: testApp.appSecret,
      allowedIps: [],
    })
    for (const sellerId of ['111', '222']) {
      await administration.importCoupons({ sellerId, rows: [{ couponCode: `code-of-${sellerId}` }] })
      await administration.createSession({ appKey: 'two', sellerId, days: 36_500, token: `sess-${sellerId}` })
    }
  })
})

afterAll(() => server.close())

const separator = '\r\n-S-\r\n'

async function batch(
  segments: readonly string[],
  options: Readonly<{ appKey?: string; tamper?: string; separator?: string }> = {},
) {
  const body = segments.join(options.separator ?? separator)
  const parameters = {
    app_key: options.appKey ?? testApp.appKey,
    timestamp: '2026-11-24 22:29:00',
    v: '2.0',
    format: 'json',
  }
  const query = new URLSearchParams(
    signParameters({ parameters, secret: testApp.appSecret, method: 'hmac-sha256', body }),
  )
  const response = await fetch(`${server.url}/router/batch?${query}`, {
    method: 'POST',
    body: body + (options.tamper ?? ''),
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...(options.separator ? { 'top-api-separator': options.separator } : {}),
    },
  })
  return (await response.text()).split(options.separator ?? separator).map(withoutRequestId)
}

const time = 'method=taobao.time.get'

it('answers each call for itself, in order: answers, errors and other methods side by side', async () => {
  const answers = await batch([time, 'method=no.such', 'N', `method=${querycoupon}&query_d_t_o=x`])
  expect(answers).toEqual([
    expect.stringMatching(/^\{"time_get_response":\{"time":"2026-11-24 22:29:0\d","request_id":"REQUEST_ID"\}\}$/),
    '{"error_response":{"code":22,"msg":"Invalid method","sub_msg":"没有这个API","request_id":"REQUEST_ID"}}',
    '{"error_response":{"code":21,"msg":"Missing method","sub_msg":"http传入的参数加入method字段","request_id":"REQUEST_ID"}}',
    '{"error_response":{"code":50,"msg":"Remote service error","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: query_d_t_o 不是合法的JSON对象","request_id":"REQUEST_ID"}}',
  ])
})

it('lets each call name its own session, and so its own chain', async () => {
  const shared = `#PUBLIC#method=${querycoupon}`
  const answers = await batch([shared, 'session=sess-111', 'session=sess-222', 'session=nobody'], { appKey: 'two' })
  expect(answers[0]).toContain('"coupon_code":"code-of-111"')
  expect(answers[1]).toContain('"coupon_code":"code-of-222"')
  expect(answers[2]).toContain('"code":27')
})

it('splits at the separator of the header', async () => {
  expect(await batch([time, time, time], { separator: '%!' })).toHaveLength(3)
})

it('takes 50 calls', async () => {
  expect(await batch(Array.from({ length: 50 }, () => time))).toHaveLength(50)
})

it('refuses 51 calls with one error', async () => {
  expect(await batch(Array.from({ length: 51 }, () => time))).toEqual([
    '{"error_response":{"code":41,"msg":"Invalid arguments:batch","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: batch 一次最多50个调用","request_id":"REQUEST_ID"}}',
  ])
})

it('refuses a body that was changed after signing, with one error', async () => {
  const answers = await batch([time, time], { tamper: '&a=1' })
  expect(answers).toHaveLength(1)
  expect(answers[0]).toContain('"code":25')
})

it('refuses an empty body with one error: an empty answer would count as success in some SDKs', async () => {
  expect(await batch([])).toEqual([
    '{"error_response":{"code":41,"msg":"Invalid arguments:batch","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: batch 请求体中没有调用","request_id":"REQUEST_ID"}}',
  ])
})
