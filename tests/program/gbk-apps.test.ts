import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../harness/test-server.ts'

let server: TestServer
const app = { appKey: 'gbk', appSecret: 'old-till-secret-gbk' }
const coupon = { couponCode: '券1', channel: '线下门店', couponName: '满199减99', shop: '1\u{1f600}é' }

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    const registered = { name: '老收银', sellerIds: ['111'], allowedIps: [], charset: 'gbk', ...app } as const
    await administration.createApp(registered)
    await administration.importCoupons({ sellerId: '111', rows: [coupon] })
  })
})

afterAll(() => server.close())

/** As other programs write them; the test does not trust our own table. */
const gbkOf: ReadonlyMap<string, string> = new Map([
  ['线下门店', 'cfdfcfc2c3c5b5ea'],
  ['券', 'c8af'],
])

function gbk(text: string): Buffer {
  const parts = text.split(/(线下门店|券)/)
  return Buffer.concat(
    parts.map((part) => (gbkOf.has(part) ? Buffer.from(gbkOf.get(part) ?? '', 'hex') : Buffer.from(part))),
  )
}

type Values = Readonly<Record<string, string>>

function parametersOf(query: string, changes: Values = {}): Values {
  return {
    method: 'alibaba.alihealth.nr.crm.coupon.querycoupon',
    app_key: app.appKey,
    v: '2.0',
    sign_method: 'md5',
    timestamp: '2026-11-24 22:29:00',
    format: 'json',
    query_d_t_o: query,
    ...changes,
  }
}

function baseOf(parameters: Values): Buffer {
  const names = Object.keys(parameters).toSorted()
  return gbk(names.map((name) => `${name}${parameters[name]}`).join(''))
}

function signed(parameters: Values, body: Uint8Array = new Uint8Array(0)): Values {
  const { appSecret } = app
  const base = Buffer.concat([baseOf(parameters), body])
  const sign =
    parameters['sign_method'] === 'md5'
      ? createHash('md5').update(appSecret).update(base).update(appSecret).digest('hex')
      : createHmac(parameters['sign_method'] === 'hmac' ? 'md5' : 'sha256', appSecret)
          .update(base)
          .digest('hex')
  return { ...parameters, sign: sign.toUpperCase() }
}

function escaped(text: string): string {
  return Array.from(gbk(text), (byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')
}

function formOf(parameters: Values): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${escaped(value)}`)
    .join('&')
}

async function send(
  path: string,
  init: RequestInit,
): Promise<Readonly<{ type: string | null; bytes: Buffer; text: string }>> {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', ...init })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { type: response.headers.get('content-type'), bytes, text: new TextDecoder('gbk').decode(bytes) }
}

const form = { 'content-type': 'application/x-www-form-urlencoded;charset=gbk' }
const byChannel = '{"page_size":10,"page_num":1,"channel":"线下门店"}'

it.each(['md5', 'hmac', 'hmac-sha256'])(
  'reads a form in GBK that is signed in GBK by %s, and answers in GBK',
  async (method) => {
    const { type, bytes, text } = await send('/router/rest', {
      headers: form,
      body: formOf(signed(parametersOf(byChannel, { sign_method: method }))),
    })
    expect(type).toBe('text/javascript;charset=GBK')
    expect(text).toContain('"coupon_name":"满199减99"')
    expect(bytes.includes(Buffer.from('c2fa313939bcf53939', 'hex'))).toBe(true)
  },
)

it('writes what GBK lacks as escapes in JSON and as references in XML', async () => {
  const json = await send('/router/rest', { headers: form, body: formOf(signed(parametersOf(byChannel))) })
  expect(json.text).toContain('"shop":"1\\ud83d\\ude00é"')
  expect(JSON.parse(json.text)).toMatchObject({ [root]: { result: { success: true } } })
  const xml = await send('/router/rest', {
    headers: form,
    body: formOf(signed(parametersOf(byChannel, { format: 'xml' }))),
  })
  expect(xml.type).toBe('text/xml;charset=GBK')
  expect(xml.text.startsWith('<?xml version="1.0" encoding="GBK" ?>')).toBe(true)
  expect(xml.text).toContain('<coupon_name>满199减99</coupon_name>')
  expect(xml.text).toContain('<shop>1&#x1F600;é</shop>')
})

const root = 'alibaba_alihealth_nr_crm_coupon_querycoupon_response'

it('reads raw GBK bytes, in multipart parts too, and a query string', async () => {
  const parameters = signed(parametersOf('{"page_size":10,"page_num":1,"coupon_code":"券1"}'))
  const raw = gbk(
    Object.entries(parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  )
  expect((await send('/router/rest', { headers: form, body: Uint8Array.from(raw) })).text).toContain('"total_count":1')
  const parts = Object.entries(parameters).map(
    ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const body = Uint8Array.from(gbk(`${parts.join('')}--b--\r\n`))
  const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
  expect((await send('/router/rest', { headers: multipart, body })).text).toContain('"total_count":1')
  expect((await send(`/router/rest?${formOf(parameters)}`, { method: 'GET' })).text).toContain('"total_count":1')
})

it('reads a JSON body in GBK', async () => {
  const { query_d_t_o: query, ...own } = parametersOf(byChannel)
  const body = gbk(`{"query_d_t_o":${query}}`)
  const headers = { 'content-type': 'application/json;charset=gbk' }
  const answer = await send(`/router/rest?${formOf(signed(own, body))}`, { headers, body: Uint8Array.from(body) })
  expect(answer.text).toContain('"total_count":1')
})

it('reads a batch in GBK and answers it in GBK', async () => {
  const { query_d_t_o: query = '', method = '', ...envelope } = parametersOf(byChannel)
  const call = `method=${method}&query_d_t_o=${escaped(query)}`
  const body = [call, call].join('\r\n-S-\r\n')
  const answer = await send(`/router/batch?${formOf(signed(envelope, Buffer.from(body)))}`, {
    headers: { 'content-type': 'text/plain;charset=GBK' },
    body,
  })
  expect(answer.type).toBe('text/javascript;charset=GBK')
  const answers = answer.text.split('\r\n-S-\r\n')
  expect(answers).toHaveLength(2)
  for (const each of answers) expect(each).toContain('"coupon_name":"满199减99"')
})

it('says in a sandbox that the call was signed in UTF-8, in GBK', async () => {
  const parameters = parametersOf(byChannel)
  const base = Object.keys(parameters)
    .toSorted()
    .map((name) => `${name}${parameters[name]}`)
    .join('')
  const sign = createHash('md5')
    .update(app.appSecret + base + app.appSecret)
    .digest('hex')
  const answer = await send('/router/rest', { headers: form, body: formOf({ ...parameters, sign }) })
  expect(answer.text).toContain('"code":25')
  expect(answer.text).toContain('应用设为GBK，签名却是按UTF-8计算的')
})

it('answers refusals of the gateway in GBK', async () => {
  const answer = await send('/router/rest', { headers: form, body: formOf(signed(parametersOf('{"page_size":0}'))) })
  expect(answer.type).toBe('text/javascript;charset=GBK')
  expect(answer.text).toContain('非法参数')
})
