import { type SignMethod, signParameters } from '@yaoquan/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { querycoupon } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    const rows = ['11111', '22222'].map((couponCode) => ({ couponCode, channel: 'erp', couponName: '满199减99' }))
    await administration.importCoupons({ sellerId: '111', rows })
  })
})

afterAll(() => server.close())

type Call = Readonly<{
  body: string
  contentType: string
  /** What is signed after the parameters; undefined for nothing. */
  signedBody?: string | undefined
  method?: SignMethod
  more?: Readonly<Record<string, string>>
}>

/** Parameters of the protocol in the query, as the Java SDK puts them. */
async function send({ body, contentType, signedBody, method = 'hmac-sha256', more = {} }: Call): Promise<string> {
  const parameters = {
    method: querycoupon,
    app_key: testApp.appKey,
    timestamp: '2026-11-24 22:29:00',
    v: '2.0',
    format: 'json',
    partner_id: 'top-sdk-java-20200706',
    ...more,
  }
  const signed = {
    parameters,
    secret: testApp.appSecret,
    method,
    ...(signedBody === undefined ? {} : { body: signedBody }),
  }
  const query = new URLSearchParams(signParameters(signed))
  const headers = { 'content-type': contentType }
  const response = await fetch(`${server.url}/router/rest?${query}`, { method: 'POST', headers, body })
  expect(response.status).toBe(200)
  return response.text()
}

const json = 'application/json;charset=utf-8'
const one = '{"query_d_t_o":{"page_size":10,"page_num":1,"coupon_code":"11111"}}'

it.each<SignMethod>(['md5', 'hmac', 'hmac-sha256'])(
  'reads a JSON body that is signed as it stands by %s',
  async (method) => {
    const answer = await send({ body: one, contentType: json, signedBody: one, method })
    expect(answer).toContain('"coupon_code":"11111"')
    expect(answer).toContain('"total_count":1')
  },
)

it.each([
  [
    'an object as a text',
    '{"query_d_t_o":"{\\"page_size\\":10,\\"page_num\\":1,\\"coupon_code\\":\\"22222\\"}"}',
    '22222',
  ],
  [
    'other members and white space',
    '{ "x" : null,\n"y": [1, 2], "query_d_t_o" : {"page_size":"10","page_num":1,"coupon_code":"22222"} }',
    '22222',
  ],
])('reads %s', async (_what, body, couponCode) => {
  const answer = await send({ body, contentType: json, signedBody: body })
  expect(answer).toContain(`"coupon_code":"${couponCode}"`)
  expect(answer).toContain('"total_count":1')
})

it.each<[string, Call, string]>([
  ['whose signature does not cover it', { body: one, contentType: json }, '"code":25'],
  ['that was changed on the way', { body: one, contentType: json, signedBody: `${one} ` }, '"code":25'],
  ['that is no object', { body: '[]', contentType: json, signedBody: '[]' }, '"code":43'],
  [
    'that contradicts the query',
    { body: '{"format":"xml"}', contentType: json, signedBody: '{"format":"xml"}' },
    '"code":41',
  ],
])('refuses a JSON body %s', async (_what, call, code) => {
  expect(await send(call)).toContain(code)
})

it.each(['text/xml;charset=utf-8', 'text/plain;charset=UTF-8', 'application/xml', 'application/octet-stream', 'x'])(
  'refuses a body of type %s by name, signed or not, in the format of the query',
  async (contentType) => {
    const refused = `"code":43,"msg":"Parameter error","sub_code":"isv.invalid-parameter","sub_msg":"非法参数: 不读取 Content-Type 为 ${contentType} 的请求体`
    expect(await send({ body: one, contentType })).toContain(refused)
    expect(await send({ body: one, contentType, signedBody: one })).toContain(refused)
  },
)

const part = (disposition: string, content: string) =>
  `--b\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n`
const multipart = 'multipart/form-data; boundary=b'
const filter = '{"page_size":10,"page_num":1,"coupon_code":"11111"}'

it.each(['form-data; name="image"; filename="a.png"', 'file; name="f"; filename="x"'])(
  'answers a call that carries a file: %s',
  async (disposition) => {
    const body = `${part(disposition, '\u0001\u0000 query_d_t_o={}')}--b--\r\n`
    const answer = await send({ body, contentType: multipart, more: { query_d_t_o: filter } })
    expect(answer).toContain('"coupon_code":"11111"')
    expect(answer).toContain('"total_count":1')
  },
)

it.each(['query_d_t_o', 'session'])('refuses a file named %s, which would change what the call means', async (name) => {
  const body = `${part(`form-data; name="${name}"; filename="q.json"`, filter)}--b--\r\n`
  const answer = await send({ body, contentType: multipart })
  expect(answer).toContain('"code":43')
  expect(answer).toContain(`参数 ${name} 以文件部分传入`)
})

it('refuses a part without a name', async () => {
  const answer = await send({ body: `${part('form-data', filter)}--b--\r\n`, contentType: multipart })
  expect(answer).toContain('"code":43')
  expect(answer).toContain('有一部分没有 name')
})

it('answers a call without a body, whatever its content type says', async () => {
  for (const contentType of ['text/xml', 'text/plain', json]) {
    expect(await send({ body: '', contentType })).toContain('"total_count":2')
  }
})

it('reads no parameter from a header', async () => {
  const parameters = { app_key: testApp.appKey, timestamp: '2026-11-24 22:29:00', format: 'json' }
  const signed = signParameters({ parameters, secret: testApp.appSecret, method: 'md5' })
  const headers = { method: querycoupon, 'top-method': querycoupon }
  const response = await fetch(`${server.url}/router/rest?${new URLSearchParams(signed)}`, { headers })
  expect(await response.text()).toContain('"code":21')
})
