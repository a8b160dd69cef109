import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { defineMethod, type ErrorName, getTime, queryCoupon } from '@yaoquan/api'
import {
  encodeError,
  encodeResponse,
  type Parameters,
  readParameters,
  topError,
  verifySignature,
} from '@yaoquan/protocol'
import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import {
  AbortedError,
  AuthenticationError,
  BusinessError,
  ConnectionError,
  type Coupon,
  InvalidRequestError,
  RateLimitError,
  ServiceError,
  TimeoutError,
  TopClient,
  TopClientError,
  type TopClientOptions,
  UnreadableAnswerError,
  usualPolicy,
} from './index.ts'

const secret = 'helloworld'

type Reply = string | Readonly<{ status: number; body: string }> | 'hang' | 'reset'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/**
 * A gateway that checks signatures, keeps what it received, and answers what `reply` says for the nth call (from 0).
 */
async function gateway(reply: (call: Parameters, n: number) => Reply) {
  const calls: Parameters[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const read = readParameters({
      queryString: '',
      contentType: request.headers['content-type'],
      body: Buffer.concat(chunks),
    })
    if (read.kind !== 'read') throw new Error(`unexpected: ${read.kind}`)
    const n = calls.push(read.parameters) - 1
    const isSigned = verifySignature({ parameters: read.parameters, secret })
    const answer = isSigned ? reply(read.parameters, n) : encodeError(topError('invalidSignature'), 'bad', 'json')
    if (answer === 'hang') return
    if (answer === 'reset') request.socket.destroy()
    else if (typeof answer === 'string') response.end(answer)
    else response.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/router/rest`
  return { url, calls }
}

function connect(url: string, options: Partial<TopClientOptions> = {}): TopClient {
  return new TopClient({ url, appKey: '12345678', appSecret: secret, retryPolicy: usualPolicy(() => 0), ...options })
}

const time = encodeResponse(getTime, { time: '2026-11-24 22:29:00' }, 'req1', 'json')

function failing(name: ErrorName, values?: Record<string, string | number>): string {
  return encodeError(topError(name, values), 'req9', 'json')
}

function couponPage(codes: readonly string[], totals: Readonly<{ count: number; page: number }>): string {
  const coupons = codes.map((couponCode) => ({ status: '0' as const, sellerId: '111', couponCode }))
  const page = { currentPage: 1, coupons, totalCount: totals.count, totalPage: totals.page }
  const outcome = codes.length === 0 ? { errorCode: 'QUERY_RESULT_EMPTY', errorMessage: '查询为空' } : {}
  return encodeResponse(queryCoupon, { result: { ...outcome, page, success: codes.length > 0 } }, 'req2', 'json')
}

it('returns the typed response of a method with its request id', async () => {
  const { url } = await gateway(() => time)
  const answer = await connect(url).execute('taobao.time.get', {})
  expectTypeOf(answer.time).toEqualTypeOf<string>()
  expect(answer).toEqual({ time: '2026-11-24 22:29:00', requestId: 'req1' })
})

it('sends the common parameters with a GMT+8 timestamp of its clock and the session', async () => {
  const { url, calls } = await gateway(() => time)
  const client = connect(url, { clock: () => Date.UTC(2026, 10, 24, 14, 29), session: 's1' })
  await client.execute(getTime, {})
  await client.execute(getTime, {}, { session: 's2' })
  expect(Object.fromEntries(calls[0] ?? [])).toMatchObject({
    method: 'taobao.time.get',
    app_key: '12345678',
    timestamp: '2026-11-24 22:29:00',
    format: 'json',
    v: '2.0',
    sign_method: 'hmac-sha256',
    session: 's1',
  })
  expect(calls[1]?.get('session')).toBe('s2')
})

it.each(['md5', 'hmac', 'hmac-sha256'] as const)('signs with %s', async (signMethod) => {
  const { url, calls } = await gateway(() => time)
  await connect(url, { signMethod }).execute(getTime, {})
  expect(calls[0]?.get('sign_method')).toBe(signMethod)
})

it('returns a page of coupons, also for Chinese filters', async () => {
  const { url, calls } = await gateway(() => couponPage(['a', 'b'], { count: 7, page: 4 }))
  const page = await connect(url).queryCoupons({ channel: '小程序', pageSize: 2, pageNum: 1 })
  expect(page.coupons.map(({ couponCode }) => couponCode)).toEqual(['a', 'b'])
  expect(page).toMatchObject({ currentPage: 1, totalCount: 7, totalPage: 4, requestId: 'req2' })
  expect(JSON.parse(calls[0]?.get(queryCoupon.request.query.wire) ?? '')).toEqual({
    page_size: 2,
    page_num: 1,
    channel: '小程序',
  })
})

it('returns an empty page if nothing is found', async () => {
  const { url } = await gateway(() => couponPage([], { count: 0, page: 0 }))
  await expect(connect(url).queryCoupons()).resolves.toMatchObject({ coupons: [], totalCount: 0 })
})

it('throws a BusinessError for another refusal of the method', async () => {
  const page = { currentPage: 1, coupons: [], totalCount: 0, totalPage: 0 }
  const { url } = await gateway(() =>
    encodeResponse(
      queryCoupon,
      { result: { errorCode: 'CLOSED', errorMessage: '已停用', page, success: false } },
      'r',
      'json',
    ),
  )
  const failure = await failureOf(connect(url).queryCoupons())
  expect(failure).toBeInstanceOf(BusinessError)
  expect(failure).toMatchObject({ errorCode: 'CLOSED', requestId: 'r', message: '已停用 (CLOSED)' })
})

it('fetches every page in order with 200 coupons and stops at a page that is not full', async () => {
  const codes = Array.from({ length: 450 }, (_, index) => `c${index}`)
  const { url, calls } = await gateway((_, n) =>
    couponPage(codes.slice(n * 200, n * 200 + 200), { count: 450, page: 3 }),
  )
  const seen: string[] = []
  for await (const coupon of connect(url).allCoupons({ channel: 'erp' })) seen.push(coupon.couponCode)
  expect(seen).toEqual(codes)
  expect(calls.map((call) => JSON.parse(call.get(queryCoupon.request.query.wire) ?? ''))).toEqual(
    [1, 2, 3].map((page_num) => ({ page_size: 200, page_num, channel: 'erp' })),
  )
})

it('does not fetch a page after the last full one', async () => {
  const codes = Array.from({ length: 200 }, (_, index) => `c${index}`)
  const { url, calls } = await gateway(() => couponPage(codes, { count: 200, page: 1 }))
  const seen: unknown[] = []
  for await (const coupon of connect(url).allCoupons()) seen.push(coupon)
  expect([seen.length, calls.length]).toEqual([200, 1])
})

it('stops iterating when the signal aborts', async () => {
  const codes = Array.from({ length: 200 }, (_, index) => `c${index}`)
  const { url, calls } = await gateway(() => couponPage(codes, { count: 2000, page: 10 }))
  const controller = new AbortController()
  const walk = async () => {
    for await (const _ of connect(url).allCoupons({}, { signal: controller.signal })) controller.abort()
  }
  expect(await failureOf(walk())).toBeInstanceOf(AbortedError)
  expect(calls.length).toBe(1)
})

it.each([
  ['an isp fault', failing('remoteServiceError')],
  ['an unavailable service', failing('serviceUnavailable')],
  ['HTTP 503', { status: 503, body: 'busy' }],
  ['a broken connection', 'reset'],
  ['a body that cannot be read', '{"time_get_resp'],
] as const)('tries a read again after %s, each time signed afresh', async (_, fault) => {
  let nowMs = Date.UTC(2026, 0, 1)
  const { url, calls } = await gateway((_call, n) => (n < 3 ? fault : time))
  const client = connect(url, { clock: () => (nowMs += 1000) })
  await expect(client.execute(getTime, {})).resolves.toMatchObject({ requestId: 'req1' })
  expect(new Set(calls.map((call) => call.get('sign'))).size).toBe(4)
})

it('gives up after the retries and throws the last failure', async () => {
  const { url, calls } = await gateway(() => failing('remoteServiceError'))
  const failure = await failureOf(connect(url, { retries: 2 }).execute(getTime, {}))
  expect(failure).toBeInstanceOf(ServiceError)
  expect(failure).toMatchObject({ code: 15, subCode: 'isp.unknown-error', requestId: 'req9' })
  expect(calls.length).toBe(3)
})

it.each([
  ['a wrong parameter', failing('invalidParameter', { field: 'page_size', rule: '缺少必填参数' }), InvalidRequestError],
  ['a used-up quota', failing('appCallLimited', { seconds: 42 }), RateLimitError],
  ['a wrong session', failing('invalidSession'), AuthenticationError],
  ['HTTP 404', { status: 404, body: '' }, UnreadableAnswerError],
  ['a redirect', { status: 302, body: '' }, UnreadableAnswerError],
] as const)('does not try again after %s', async (_, fault, ErrorClass) => {
  const { url, calls } = await gateway(() => fault)
  expect(await failureOf(connect(url).execute(getTime, {}))).toBeInstanceOf(ErrorClass)
  expect(calls.length).toBe(1)
})

it('returns how long a used-up quota lasts', async () => {
  const { url } = await gateway(() => failing('appCallLimited', { seconds: 42 }))
  expect(await failureOf(connect(url).execute(getTime, {}))).toMatchObject({ retryAfterSeconds: 42 })
})

const write = defineMethod({
  ...getTime,
  name: 'yaoquan.test.write',
  effect: 'write',
  request: {
    number: {
      kind: 'text',
      wire: 'out_request_no',
      required: false,
      example: '1',
      description: { zh: '请求号', en: 'Request number' },
    },
  },
})

it.each([
  ['does not repeat a write without a request number', {}, 1],
  ['does not repeat a write with a blank request number', { number: ' ' }, 1],
  ['repeats a write with a request number', { number: 'n1' }, 4],
] as const)('%s', async (_, params, expected) => {
  const { url, calls } = await gateway(() => failing('remoteServiceError'))
  expect(await failureOf(connect(url).execute(write, params))).toBeInstanceOf(ServiceError)
  expect(calls.length).toBe(expected)
})

describe('a write without a request number', () => {
  const coupon = { couponId: '11', phone: '18612255668' }

  it('gets one, the same for all attempts and another one for each call', async () => {
    const { url, calls } = await gateway(() => failing('remoteServiceError'))
    const client = connect(url, { retries: 2 })
    const failures = [await failureOf(client.claimCoupons(coupon)), await failureOf(client.claimCoupons(coupon))]
    const numbers = calls.map((call) => call.get('out_request_no'))
    expect(numbers).toEqual([...Array(3).fill(numbers[0]), ...Array(3).fill(numbers[3])])
    expect(numbers[0]).toMatch(/^[0-9a-f]{32}$/)
    expect(numbers[0]).not.toBe(numbers[3])
    expect(failures.map(({ outRequestNo }) => outRequestNo)).toEqual([numbers[0], numbers[3]])
  })

  it('keeps the number of the caller', async () => {
    const { url, calls } = await gateway(() => failing('remoteServiceError'))
    const failure = await failureOf(connect(url, { retries: 0 }).claimCoupons({ ...coupon, outRequestNo: 'C-1' }))
    expect([calls[0]?.get('out_request_no'), failure.outRequestNo]).toEqual(['C-1', 'C-1'])
  })
})

it('ends an attempt at its time limit', async () => {
  const { url } = await gateway(() => 'hang')
  // A busy machine may end an attempt before its request arrives, so attempts are counted where they begin.
  const attempts = vi.fn(globalThis.fetch)
  const failure = await failureOf(connect(url, { timeoutMs: 50, retries: 1, fetch: attempts }).execute(getTime, {}))
  expect(failure).toBeInstanceOf(TimeoutError)
  expect(attempts).toHaveBeenCalledTimes(2)
})

it('ends immediately without a retry when the signal aborts during a call', async () => {
  const controller = new AbortController()
  const { url, calls } = await gateway(() => {
    controller.abort(new Error('enough'))
    return 'hang'
  })
  const failure = await failureOf(connect(url).execute(getTime, {}, { signal: controller.signal }))
  expect(failure).toBeInstanceOf(AbortedError)
  expect(failure).toMatchObject({ cause: { message: 'enough' } })
  expect(calls.length).toBe(1)
})

it('names the request number of a write that the signal aborts between attempts', async () => {
  const controller = new AbortController()
  const { url, calls } = await gateway(() => {
    setTimeout(() => controller.abort(), 20)
    return failing('remoteServiceError')
  })
  const client = connect(url, { retryPolicy: usualPolicy(() => 0.99), retries: 100 })
  const coupon = { couponId: '11', phone: '18612255668' }
  const failure = await failureOf(client.claimCoupons(coupon, { signal: controller.signal }))
  expect(failure).toBeInstanceOf(AbortedError)
  expect(failure.outRequestNo).toBe(calls[0]?.get('out_request_no'))
})

it('ends immediately when the signal aborts between attempts', async () => {
  const controller = new AbortController()
  const { url } = await gateway(() => {
    setTimeout(() => controller.abort(), 20)
    return failing('remoteServiceError')
  })
  // With random near 1 the third wait alone would take 400 ms.
  const client = connect(url, { retryPolicy: usualPolicy(() => 0.99), retries: 100 })
  expect(await failureOf(client.execute(getTime, {}, { signal: controller.signal }))).toBeInstanceOf(AbortedError)
})

it('refuses the name of no method', async () => {
  const { url, calls } = await gateway(() => time)
  const name: string = 'yaoquan.coupon.got'
  await expect(connect(url).execute(name as 'yaoquan.coupon.get', { couponCode: '1' })).rejects.toThrow(
    new TypeError('there is no method yaoquan.coupon.got'),
  )
  expect(calls).toEqual([])
})

it('sends nothing when the signal was aborted before', async () => {
  const { url, calls } = await gateway(() => time)
  expect(await failureOf(connect(url).execute(getTime, {}, { signal: AbortSignal.abort() }))).toBeInstanceOf(
    AbortedError,
  )
  expect(calls.length).toBe(0)
})

it('reports which address cannot be reached and why', async () => {
  const { url } = await gateway(() => time)
  for (const close of closers.splice(0)) await close()
  const failure = await failureOf(connect(url).execute(getTime, {}))
  expect(failure).toBeInstanceOf(ConnectionError)
  expect(failure.message).toBe(`cannot reach ${new URL(url).host}: ECONNREFUSED`)
})

it('shows secret and session neither in its own text nor in its errors', async () => {
  const { url } = await gateway(() => failing('invalidSignature'))
  const client = connect(url, { session: 'session-token' })
  const failure = await failureOf(client.execute(getTime, {}))
  const shown =
    [client, failure].map((value) => inspect(value, { depth: 9, showHidden: true })).join() + JSON.stringify(client)
  expect(shown).toContain('Invalid signature')
  expect(shown).not.toMatch(/helloworld|session-token/)
})

it.each([
  ['url', { url: 'ftp://127.0.0.1' }],
  ['url', { url: 'nonsense' }],
  ['url', { url: 'http://127.0.0.1:8080' }],
  ['url', { url: 'http://user:pass@127.0.0.1/' }],
  ['appKey', { appKey: '' }],
  ['appSecret', { appSecret: '' }],
  ['timeoutMs', { timeoutMs: 0 }],
  ['timeoutMs', { timeoutMs: 2 ** 31 }],
  ['retries', { retries: -1 }],
  ['retries', { retries: 1.5 }],
] as const)('refuses a wrong %s by name: %o', (name, options) => {
  expect(() => connect('http://127.0.0.1/router/rest', options)).toThrow(new RegExp(`^${name} must`))
})

it('refuses a parameter that the definition does not know, at compile time', () => {
  const client = connect('http://127.0.0.1/router/rest')
  const misspelt = () =>
    client.queryCoupons({
      // @ts-expect-error the property is cardNo
      cardNumber: '1',
    })
  expect(misspelt).toBeTypeOf('function')
})

async function failureOf(work: Promise<unknown>): Promise<TopClientError> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failure instanceof TopClientError) return failure
  throw new Error('expected a TopClientError', { cause: failure })
}

it('types the status of a coupon as one of those that the definition lists', () => {
  expectTypeOf<Coupon['status']>().toEqualTypeOf<'0' | '1' | '2' | '3' | '4'>()
})
