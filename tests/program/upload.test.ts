import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { TopClient } from '@yaoquan/client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer, type TestServer, testApp } from '../harness/test-server.ts'
import { couponLines, upload, uploadUrl } from '../harness/upload.ts'

let server: TestServer
let otherSession: string
const sharedApp = { appKey: 'shared', appSecret: 's' }

beforeAll(async () => {
  server = await startTestServer(
    async (administration) => {
      await administration.createSeller({ sellerId: '222', name: '另一连锁' })
      const limits = { allowedIps: [] }
      await administration.createApp({ ...limits, name: 'shared', sellerIds: ['111', '222'], ...sharedApp })
      const opened = await administration.createSession({ appKey: sharedApp.appKey, sellerId: '222', days: 1 })
      if (opened.kind === 'created') otherSession = opened.session
      const tight = { appKey: 'tight', appSecret: 's', sellerIds: ['111'], allowedIps: [] }
      await administration.createApp({ ...tight, name: 'tight', grants: { preset: 'till', allowed: [], denied: [] } })
      const elsewhere = { appKey: 'elsewhere', appSecret: 's', sellerIds: ['111'] }
      await administration.createApp({ ...elsewhere, name: 'elsewhere', allowedIps: ['10.0.0.1'] })
      await administration.createApp({
        ...limits,
        appKey: 'few',
        appSecret: 's',
        name: 'few',
        sellerIds: ['111'],
        callsPerDay: 1,
      })
    },
    { isProduction: true },
  )
})

afterAll(() => server?.close())

function client(session?: string): TopClient {
  const app = session === undefined ? testApp : sharedApp
  return new TopClient({ url: `${server.url}/router/rest`, ...app, session })
}

const noCounts = { lines: 0, created: 0, existing: 0, refused: 0 }

it('stores a stream in batches, tells of each, and refuses lines by their numbers without their phones', async () => {
  const bad = [
    '{"coupon_code":"bad-1","end_date":"2026-02-30","phone":"18612255668"}',
    '',
    'no json',
    '{"coupon_code":"bad-2","colour":"red"}',
    '{"coupon_code":"bad-3","serller_id":"222"}',
    '{"coupon_code":"S0","phone":"18612255668"}',
    '{"coupon_code":"bad-4","card_no":12345678901234567890}',
  ].join('\r\n')
  const body = `${couponLines(2_500, 'S')}${bad}`
  const { status, lines } = await upload(uploadUrl(server.url, body, { channel: 'erp' }), body)
  expect(status).toBe(200)
  expect(lines).toEqual([
    { kind: 'progress', lines: 1000, created: 1000, existing: 0, refused: 0 },
    { kind: 'progress', lines: 2000, created: 2000, existing: 0, refused: 0 },
    {
      kind: 'refused',
      line: 2501,
      coupon_code: 'bad-1',
      outcome: 'invalid',
      field: 'end_date',
      rule: expect.any(String),
    },
    { kind: 'refused', line: 2503, outcome: 'invalid', field: '', rule: '不是JSON对象' },
    {
      kind: 'refused',
      line: 2504,
      coupon_code: 'bad-2',
      outcome: 'invalid',
      field: 'colour',
      rule: expect.stringContaining('是未知的字段'),
    },
    {
      kind: 'refused',
      line: 2505,
      coupon_code: 'bad-3',
      outcome: 'invalid',
      field: 'serller_id',
      rule: '不是本次调用的连锁',
    },
    {
      kind: 'refused',
      line: 2506,
      coupon_code: 'S0',
      outcome: 'conflict',
      field: expect.stringMatching(/coupon_name.*phone/),
      rule: expect.any(String),
    },
    {
      kind: 'refused',
      line: 2507,
      coupon_code: 'bad-4',
      outcome: 'invalid',
      field: 'card_no',
      rule: expect.any(String),
    },
    { kind: 'progress', lines: 2506, created: 2500, existing: 0, refused: 6 },
    {
      kind: 'summary',
      error_code: 'PARTLY_FAILED',
      error_msg: '6 项未成功，详见各项结果',
      lines: 2506,
      created: 2500,
      existing: 0,
      refused: 6,
      transient: false,
      success: false,
      request_id: expect.stringMatching(/^[0-9a-z]{12}$/),
    },
  ])
  expect(JSON.stringify(lines)).not.toContain('186122')
  const page = await client().queryCoupons({ couponCode: 'S2499' })
  expect(page.coupons).toMatchObject([{ channel: 'erp', sellerId: '111', couponName: '满199减99' }])
})

it('answers the same upload again with its first answer, and other content under its number with a conflict', async () => {
  const body = couponLines(1_200, 'A')
  const first = await upload(uploadUrl(server.url, body, { out_request_no: 'again' }), body)
  const again = await upload(uploadUrl(server.url, body, { out_request_no: 'again' }), body)
  const withoutId = (line: object | undefined) => ({ ...line, request_id: '' })
  expect(first.lines.at(-1)).toMatchObject({ success: true, created: 1200 })
  expect(withoutId(again.lines.at(-1))).toEqual(withoutId(first.lines.at(-1)))
  const other = body.replace('满199减99', '满99减9')
  const conflict = await upload(uploadUrl(server.url, other, { out_request_no: 'again' }), other)
  expect(conflict.lines).toMatchObject([
    { ...noCounts, success: false, error_code: 'IDEMPOTENT_CONFLICT', transient: false },
  ])
  const anew = await upload(uploadUrl(server.url, body, { out_request_no: 'anew' }), body)
  expect(anew.lines.at(-1)).toMatchObject({ success: true, created: 0, existing: 1200 })
})

it('takes gzip, whose digest is that of the text', async () => {
  const body = couponLines(1_500, 'Z')
  const address = uploadUrl(server.url, body, { out_request_no: 'gzip' })
  const { lines } = await upload(address, gzipSync(body), { 'content-encoding': 'gzip' })
  expect(lines.at(-1)).toMatchObject({ success: true, created: 1500 })
  const cut = gzipSync(couponLines(1_500, 'Y')).subarray(0, -20)
  const broken = await upload(uploadUrl(server.url, couponLines(1_500, 'Y'), { out_request_no: 'cut' }), cut, {
    'content-encoding': 'gzip',
  })
  expect(broken.lines.at(-1)).toMatchObject({ success: false, error_code: 'BODY_INCOMPLETE', transient: true })
  const noGzip = await upload(address, body, { 'content-encoding': 'gzip' })
  expect(noGzip.lines).toMatchObject([{ ...noCounts, error_code: 'BODY_UNREADABLE' }])
})

it('stores nothing of a body that does not fit its digest, then the one that was signed', async () => {
  const body = couponLines(2_300, 'D')
  const address = uploadUrl(server.url, body, { out_request_no: 'digest' })
  const { lines } = await upload(address, body.replace('满199减99', '满9减9'))
  expect(lines).toMatchObject([{ ...noCounts, success: false, error_code: 'CONTENT_DIGEST_MISMATCH' }])
  expect((await client().queryCoupons({ couponCode: 'D0' })).totalCount).toBe(0)
  expect((await upload(address, body)).lines.at(-1)).toMatchObject({ success: true, created: 2300 })
})

const one = couponLines(1, 'R')

it.each<[string, number, object, () => Promise<{ status: number; lines: readonly object[] }>]>([
  ['a wrong signature', 401, { code: 25 }, () => upload(uploadUrl(server.url, one, {}, 'wrong'), one)],
  ['an unknown app', 401, { code: 29 }, () => upload(uploadUrl(server.url, one, { app_key: 'nobody' }), one)],
  [
    'an old timestamp',
    401,
    { code: 31 },
    () => upload(uploadUrl(server.url, one, { timestamp: '2020-01-01 00:00:00' }), one),
  ],
  [
    'no session where an app serves several chains',
    401,
    { code: 26 },
    () => upload(uploadUrl(server.url, one, { app_key: 'shared' }, 's'), one),
  ],
  [
    'a session of another app',
    401,
    { code: 27 },
    () => upload(uploadUrl(server.url, one, { session: otherSession }), one),
  ],
  [
    'an app without the method',
    403,
    { code: 11 },
    () => upload(uploadUrl(server.url, one, { app_key: 'tight' }, 's'), one),
  ],
  [
    'an address that is not allowed',
    403,
    { code: 11 },
    () => upload(uploadUrl(server.url, one, { app_key: 'elsewhere' }, 's'), one),
  ],
  ['another method', 400, { code: 22 }, () => upload(uploadUrl(server.url, one, { method: 'taobao.time.get' }), one)],
  ['no digest', 400, { code: 40 }, () => upload(uploadUrl(server.url, one, { content_sha256: undefined }), one)],
  ['a digest that is none', 400, { code: 50 }, () => upload(uploadUrl(server.url, one, { content_sha256: 'x' }), one)],
  [
    'no request number',
    400,
    { code: 40 },
    () => upload(uploadUrl(server.url, one, { out_request_no: undefined }), one),
  ],
  [
    'another compression',
    400,
    { code: 43 },
    () => upload(uploadUrl(server.url, one), one, { 'content-encoding': 'br' }),
  ],
])('refuses %s with HTTP %i and the error of the gateway', async (_name, status, error, send) => {
  const answer = await send()
  expect(answer.status).toBe(status)
  expect(answer.lines).toMatchObject([{ error_response: error }])
  expect((await client().queryCoupons({ couponCode: 'R0' })).totalCount).toBe(0)
})

it('counts against the quota of the app', async () => {
  const address = () => uploadUrl(server.url, one, { app_key: 'few', out_request_no: 'few' }, 's')
  const body = one.replace('R0', 'quota')
  const signed = uploadUrl(server.url, body, { app_key: 'few', out_request_no: 'few' }, 's')
  expect((await upload(signed, body)).status).toBe(200)
  expect(await upload(address(), one)).toMatchObject({ status: 429, lines: [{ error_response: { code: 7 } }] })
})

it('stores into the chain of the session alone', async () => {
  const body = couponLines(3, 'T')
  const address = uploadUrl(server.url, body, { app_key: 'shared', session: otherSession }, 's')
  expect((await upload(address, body)).lines.at(-1)).toMatchObject({ success: true, created: 3 })
  expect((await client().queryCoupons({ couponCode: 'T0' })).totalCount).toBe(0)
  expect((await client(otherSession).queryCoupons({ couponCode: 'T0' })).totalCount).toBe(1)
})

it('takes a body that comes slowly, and two at once', async () => {
  const body = couponLines(1_050, 'W')
  async function* slowly() {
    const bytes = Buffer.from(body)
    for (let at = 0; at < bytes.length; at += 8_192) {
      yield bytes.subarray(at, at + 8_192)
      await delay(20)
    }
  }
  const slow = upload(uploadUrl(server.url, body, { out_request_no: 'slow' }), ReadableStream.from(slowly()))
  const others = ['X', 'V'].map((prefix) => {
    const lines = couponLines(2_000, prefix)
    return upload(uploadUrl(server.url, lines, { out_request_no: prefix }), lines)
  })
  const same = upload(uploadUrl(server.url, couponLines(2_000, 'X'), { out_request_no: 'X' }), couponLines(2_000, 'X'))
  const answers = await Promise.all([slow, ...others, same])
  expect(answers.map(({ lines }) => lines.at(-1))).toMatchObject([
    { success: true, created: 1050 },
    { success: true, created: 2000 },
    { success: true, created: 2000 },
    { success: true, created: 2000 },
  ])
  let found = 0
  for await (const coupon of client().searchCoupons()) found += coupon.couponCode.startsWith('X') ? 1 : 0
  expect(found).toBe(2000)
})

it('stores nothing of a body that a broken connection cut off, and all of it when it is sent again', async () => {
  const body = couponLines(3_400, 'C')
  const address = new URL(uploadUrl(server.url, body, { out_request_no: 'cut-off' }))
  const length = Buffer.byteLength(body)
  const head = `POST ${address.pathname}${address.search} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    answer += piece
  })
  socket.write(head + body.slice(0, Math.floor(body.length * 0.7)))
  while (!answer.includes('200 OK')) await delay(5)
  await delay(50)
  socket.destroy()
  await delay(50)
  expect((await client().queryCoupons({ couponCode: 'C0' })).totalCount).toBe(0)
  const { lines } = await upload(uploadUrl(server.url, body, { out_request_no: 'cut-off' }), body)
  expect(lines.at(-1)).toMatchObject({ success: true, created: 3400, existing: 0, refused: 0 })
})

it('stores a body whose caller went away after its last byte', async () => {
  const body = couponLines(3_400, 'E')
  const address = new URL(uploadUrl(server.url, body, { out_request_no: 'gone' }))
  const length = Buffer.byteLength(body)
  const socket = connect(server.port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (piece) => {
    answer += piece
  })
  socket.write(
    `POST ${address.pathname}${address.search} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${body}`,
  )
  while (!answer.includes('"lines":1000')) await delay(5)
  socket.destroy()
  const { lines } = await upload(uploadUrl(server.url, body, { out_request_no: 'gone' }), body)
  expect(lines.at(-1)).toMatchObject({ success: true, created: 3400, existing: 0, refused: 0 })
})

it('refuses a body that tells its length too large, and stops one that grows too large', async () => {
  const small = await startTestServer(undefined, { isProduction: true, maxUploadBytes: 200_000 })
  try {
    const body = couponLines(4_000, 'L')
    const address = uploadUrl(small.url, body)
    const told = await upload(address, body)
    expect(told).toMatchObject({ status: 413, lines: [{ error_response: { code: 43 } }] })
    const { status, lines } = await upload(address, gzipSync(body), { 'content-encoding': 'gzip' })
    expect(status).toBe(200)
    expect(lines.at(-1)).toMatchObject({ success: false, error_code: 'BODY_TOO_LARGE', transient: false })
  } finally {
    await small.close()
  }
})

it('refuses a line without end, and text that is not UTF-8', async () => {
  const endless = 'x'.repeat(600_000)
  const long = await upload(uploadUrl(server.url, endless, { out_request_no: 'long' }), endless)
  expect(long.lines).toMatchObject([{ error_code: 'BODY_UNREADABLE', error_msg: expect.stringMatching(/第 1 行/) }])
  const bytes = Uint8Array.of(0xff, 0xfe)
  const latin = await upload(uploadUrl(server.url, bytes, { out_request_no: 'latin' }), bytes)
  expect(latin.lines).toMatchObject([{ error_code: 'BODY_UNREADABLE', error_msg: expect.stringMatching(/UTF-8/) }])
})
