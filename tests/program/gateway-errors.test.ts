import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, signedParameters, withoutRequestId } from '../harness/signed-call.ts'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer(async (administration) => {
    await administration.createSeller({ sellerId: '222', name: '另一连锁' })
    const app = (appKey: string, limits: Partial<Parameters<typeof administration.createApp>[0]>) =>
      administration.createApp({
        name: appKey,
        sellerIds: ['111'],
        appKey,
        appSecret: 'helloworld',
        allowedIps: [],
        ...limits,
      })
    await app('app-elsewhere', { allowedIps: ['10.0.0.0/8', '2001:db8::1'] })
    await app('app-loopback', { allowedIps: ['127.0.0.0/8'] })
    await app('app-time-only', { grants: { preset: 'none', allowed: ['taobao.time.get'], denied: [] } })
    await app('app-two-chains', { sellerIds: ['111', '222'] })
    await app('app-two-a-day', { callsPerDay: 2 })
    await app('app-none-a-day', { callsPerDay: 0 })
    const session = (appKey: string, token: string, days: number) =>
      administration.createSession({ appKey, sellerId: '111', days, token })
    await session('12345678', 'sess-good', 36_500)
    await session('12345678', 'sess-expired', -36_500)
    await session('app-two-chains', 'sess-of-another-app', 36_500)
  })
})

afterAll(() => server.close())

type ErrorRow = Readonly<{ code: number; msg: string; sub_code?: string; sub_msg?: string }>

type Row = Readonly<{
  name: string
  changes?: Readonly<Record<string, string | undefined>>
  /** After signing. */
  tamper?: Readonly<Record<string, string>>
  drop?: string
  error: ErrorRow
}>

const badPermissions = { code: 11, msg: 'Insufficient isv permissions' } as const
const badParameter = (sub_msg: string): ErrorRow => ({
  code: 50,
  msg: 'Remote service error',
  sub_code: 'isv.invalid-parameter',
  sub_msg,
})
const query = (value: string) => ({ query_d_t_o: value })

const rows: readonly Row[] = [
  {
    name: '21 no method',
    changes: { method: undefined },
    error: { code: 21, msg: 'Missing method', sub_msg: 'http传入的参数加入method字段' },
  },
  {
    name: '21 blank method',
    changes: { method: ' ' },
    error: { code: 21, msg: 'Missing method', sub_msg: 'http传入的参数加入method字段' },
  },
  { name: '28 no app_key', changes: { app_key: undefined }, error: { code: 28, msg: 'Missing app key' } },
  {
    name: '29 unknown app_key, before the signature is looked at',
    changes: { app_key: '999' },
    tamper: { sign: 'BAD' },
    error: { code: 29, msg: 'Invalid app Key', sub_code: 'isv.appkey-not-exists' },
  },
  { name: '30 no timestamp', changes: { timestamp: undefined }, error: { code: 30, msg: 'Missing timestamp' } },
  { name: '31 no date', changes: { timestamp: '2026-11-31 22:29:00' }, error: { code: 31, msg: 'Invalid timestamp' } },
  {
    name: '31 eleven minutes late',
    changes: { timestamp: '2026-11-24 22:18:00' },
    error: { code: 31, msg: 'Invalid timestamp' },
  },
  {
    name: '31 eleven minutes early',
    changes: { timestamp: '2026-11-24 22:40:00' },
    error: { code: 31, msg: 'Invalid timestamp' },
  },
  {
    name: '31 in UTC instead of GMT+8',
    changes: { timestamp: '2026-11-24 14:29:00' },
    error: { code: 31, msg: 'Invalid timestamp' },
  },
  { name: '32 blank version', changes: { v: '' }, error: { code: 32, msg: 'Missing version' } },
  { name: '34 version 3.0', changes: { v: '3.0' }, error: { code: 34, msg: 'Unsupported version' } },
  { name: '24 no sign', drop: 'sign', error: { code: 24, msg: 'Missing signature' } },
  {
    name: '25 wrong sign',
    tamper: { sign: 'DEADBEEFDEADBEEFDEADBEEFDEADBEEF' },
    error: { code: 25, msg: 'Invalid signature' },
  },
  {
    name: '25 parameter changed after signing',
    tamper: { query_d_t_o: '{"page_size":200,"page_num":1}' },
    error: { code: 25, msg: 'Invalid signature' },
  },
  { name: '25 unknown sign_method', tamper: { sign_method: 'crc32' }, error: { code: 25, msg: 'Invalid signature' } },
  {
    name: '11 address not on the allow list',
    changes: { app_key: 'app-elsewhere' },
    error: {
      ...badPermissions,
      sub_code: 'isv.permission-ip-whitelist-limit',
      sub_msg: '调用方IP 127.0.0.1 不在应用的IP白名单内',
    },
  },
  {
    name: '22 unknown method',
    changes: { method: 'x' },
    error: { code: 22, msg: 'Invalid method', sub_msg: '没有这个API' },
  },
  {
    name: '22 method in wrong case',
    changes: { method: 'TAOBAO.TIME.GET' },
    error: { code: 22, msg: 'Invalid method', sub_msg: '没有这个API，最接近的是 taobao.time.get' },
  },
  {
    name: '11 method not granted',
    changes: { app_key: 'app-time-only' },
    error: {
      ...badPermissions,
      sub_code: 'isv.permission-api-package-limit',
      sub_msg: '应用没有调用 alibaba.alihealth.nr.crm.coupon.querycoupon 的权限',
    },
  },
  {
    name: '26 two chains and no session',
    changes: { app_key: 'app-two-chains' },
    error: { code: 26, msg: 'Missing session' },
  },
  {
    name: '27 unknown session',
    changes: { session: 'nobody' },
    error: { code: 27, msg: 'Invalid session', sub_code: 'invalid-sessionkey', sub_msg: 'SessionKey非法' },
  },
  {
    name: "27 another app's session",
    changes: { session: 'sess-of-another-app' },
    error: { code: 27, msg: 'Invalid session', sub_code: 'invalid-sessionkey', sub_msg: 'SessionKey非法' },
  },
  {
    name: '27 expired session',
    changes: { session: 'sess-expired' },
    error: {
      code: 27,
      msg: 'Invalid session',
      sub_code: 'session-expired',
      sub_msg: '非法或过期的SessionKey参数，请使用有效的SessionKey参数',
    },
  },
  {
    name: '7 daily quota used up: 5460 s to midnight GMT+8, give or take the seconds of this test',
    changes: { app_key: 'app-none-a-day' },
    error: {
      code: 7,
      msg: 'App Call Limited',
      sub_code: 'accesscontrol.limited-by-app-access-count',
      sub_msg: 'This ban will last for N more seconds',
    },
  },
  {
    name: '40 a required top-level parameter missing',
    changes: { method: 'yaoquan.coupon.get' },
    error: { code: 40, msg: 'Missing required arguments:coupon_code' },
  },
  {
    name: '50 not JSON',
    changes: query("{u'page_size': 10}"),
    error: badParameter('非法参数: query_d_t_o 不是合法的JSON对象'),
  },
  { name: '50 a JSON list', changes: query('[]'), error: badParameter('非法参数: query_d_t_o 不是合法的JSON对象') },
  {
    name: '50 page_size missing',
    changes: query('{"page_num":1}'),
    error: badParameter('非法参数: page_size 缺少必填参数'),
  },
  {
    name: '50 page_num missing',
    changes: query('{"page_size":1}'),
    error: badParameter('非法参数: page_num 缺少必填参数'),
  },
  {
    name: '50 page_size null',
    changes: query('{"page_size":null,"page_num":1}'),
    error: badParameter('非法参数: page_size 缺少必填参数'),
  },
]

/** The sandbox's explanation of a code 25 is left out here; it has tests of its own. */
const mask = (text: string) =>
  withoutRequestId(text)
    .replace(/last for \d+ more/, 'last for N more')
    .replace(/(25,"msg":"Invalid signature"),"sub_msg":"(?:[^"\\]|\\.)*"/, '$1')
    .replace(/(Invalid signature<\/msg>)<sub_msg>.*<\/sub_msg>/, '$1')
    .replace(/(3[01],"msg":"(?:Invalid|Missing) timestamp"),"sub_msg":"[^"]*"/, '$1')
    .replace(/((?:Invalid|Missing) timestamp<\/msg>)<sub_msg>.*<\/sub_msg>/, '$1')

function call(row: Row, format: string): Promise<string> {
  const parameters = { ...signedParameters({ ...row.changes, format }), ...row.tamper }
  if (row.drop) delete parameters[row.drop]
  return post(server.url, parameters)
}

describe.each(rows)('$name', (row) => {
  it('answers the exact JSON', async () => {
    expect(mask(await call(row, 'json'))).toBe(
      JSON.stringify({ error_response: { ...row.error, request_id: 'REQUEST_ID' } }),
    )
  })

  it('answers the exact XML', async () => {
    const members = Object.entries(row.error).map(([name, value]) => `<${name}>${value}</${name}>`)
    expect(mask(await call(row, 'xml'))).toBe(
      `<?xml version="1.0" encoding="utf-8" ?><error_response>${members.join('')}<request_id>REQUEST_ID</request_id></error_response>`,
    )
  })
})

describe('code 25', () => {
  const wrong = (format: string) => ({ ...signedParameters({ format }), sign: 'DEADBEEFDEADBEEFDEADBEEFDEADBEEF' })

  it('says in the sandbox what is wrong and what was signed', async () => {
    const answer = JSON.parse(await post(server.url, wrong('json')))
    expect(answer.error_response.sub_msg).toContain('app_key12345678formatjsonmethodalibaba')
    const unsigned = { ...signedParameters(), sign_method: 'hmac' }
    expect(await post(server.url, unsigned)).toContain('sign')
  })

  it('says nothing of the call in production', async () => {
    const production = await startTestServer(undefined, { isProduction: true })
    try {
      const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
      const sent = { ...signedParameters({ timestamp: now }), sign: 'DEADBEEFDEADBEEFDEADBEEFDEADBEEF' }
      expect(await post(production.url, sent)).toBe(
        '{"error_response":{"code":25,"msg":"Invalid signature","sub_msg":"签名与请求不符，见文档中心“签名” /docs/signature","request_id":"REQUEST_ID"}}',
      )
    } finally {
      await production.close()
    }
  })
})

it('in a sandbox the first refusal names all parameters that are missing', async () => {
  const nothing = JSON.parse(await post(server.url, { app_key: testApp.appKey, format: 'json' }))
  expect(nothing.error_response).toMatchObject({ code: 21, sub_msg: '缺少的参数: method, timestamp, sign' })
  const redemption = JSON.parse(await post(server.url, signedParameters({ method: 'yaoquan.coupon.hold' })))
  expect(redemption.error_response).toMatchObject({
    code: 40,
    msg: 'Missing required arguments:out_request_no',
    sub_msg: '缺少的参数: out_request_no, coupon_code, order_id, ttl_seconds',
  })
})

describe('code 31', () => {
  const late = { timestamp: '2020-01-01 00:00:00' }

  it('tells the clock in the sandbox, which may start anywhere', async () => {
    const { error_response: error } = JSON.parse(await post(server.url, signedParameters(late)))
    expect(error.sub_msg).toMatch(/^服务器时间: 2026-11-24 22:(29|30):\d\d \(GMT\+8\)，timestamp 慢了 \d{9} 秒$/)
  })

  it('tells it in production too, with the header Date', async () => {
    const production = await startTestServer(undefined, { isProduction: true })
    try {
      const response = await fetch(`${production.url}/router/rest?${new URLSearchParams(signedParameters(late))}`)
      expect(Math.abs(Date.parse(response.headers.get('date') ?? '') - Date.now())).toBeLessThan(60_000)
      expect(await response.text()).toMatch(
        /"code":31,"msg":"Invalid timestamp","sub_msg":"服务器时间: [^"]+ \(GMT\+8\)，/,
      )
    } finally {
      await production.close()
    }
  })
})

describe('before a caller is known', () => {
  const send = async (query: string) =>
    withoutRequestId(await (await fetch(`${server.url}/router/rest?${query}`)).text())
  const xml = (members: string) =>
    `<?xml version="1.0" encoding="utf-8" ?><error_response>${members}<request_id>REQUEST_ID</request_id></error_response>`

  it('23 an unknown format is answered in XML, the default', async () => {
    expect(await send('format=yaml&method=x')).toBe(xml('<code>23</code><msg>Invalid format</msg>'))
  })

  it('41 the same parameter with two values, in JSON and XML', async () => {
    const texts = { sub_code: 'isv.invalid-parameter', sub_msg: '非法参数: v 同一参数出现了多个不同的值' }
    expect(await send('format=json&v=1.0&v=2.0')).toBe(
      JSON.stringify({ error_response: { code: 41, msg: 'Invalid arguments:v', ...texts, request_id: 'REQUEST_ID' } }),
    )
    expect(await send('v=1.0&v=2.0')).toBe(
      xml(
        `<code>41</code><msg>Invalid arguments:v</msg><sub_code>${texts.sub_code}</sub_code><sub_msg>${texts.sub_msg}</sub_msg>`,
      ),
    )
  })

  it('takes the same parameter twice with one value', async () => {
    expect(await send('v=2.0&v=2.0&format=json')).toContain('"code":21')
  })

  it('9 and 43 in XML', async () => {
    const put = await fetch(`${server.url}/router/rest`, { method: 'PUT' })
    expect(withoutRequestId(await put.text())).toBe(xml('<code>9</code><msg>Http action not allowed</msg>'))
    const large = await fetch(`${server.url}/router/rest`, { method: 'POST', body: 'a='.padEnd(11_000_000, 'x') })
    expect(withoutRequestId(await large.text())).toBe(
      xml(
        '<code>43</code><msg>Parameter error</msg><sub_code>isv.invalid-parameter</sub_code><sub_msg>非法参数: 请求体超过10MB</sub_msg>',
      ),
    )
  })

  it('43 to a body that is compressed, which would read as a call without parameters', async () => {
    const body = { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: gzipSync('method=taobao.time.get') }
    const text = await (await fetch(`${server.url}/router/rest`, body)).text()
    expect(text).toContain('非法参数: 请求体经过压缩（Content-Encoding），请不压缩发送')
  })

  it('43 multipart that cannot be read', async () => {
    const body = { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' }
    const text = await (await fetch(`${server.url}/router/rest`, body)).text()
    expect(text).toContain('<code>43</code>')
  })
})

describe('hostile calls that are rightly signed or nearly so', () => {
  it('50 for a value nested deeper than the stack, which no SDK should retry', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    const text = await post(server.url, signedParameters({ query_d_t_o: `{"page_size":${deep},"page_num":1}` }))
    expect(text).toContain('"code":50')
  })

  it('25 for a huge call of many parameters, within bounds of time and memory', async () => {
    const filler = Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`p${n}`, 'x']))
    const sent = { ...signedParameters({ ...filler, big: 'y'.repeat(8_000_000) }), sign: '00' }
    expect((await post(server.url, sent)).slice(0, 60)).toContain('"code":25')
  })
})
