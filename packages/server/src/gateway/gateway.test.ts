import { defaultGrants, getTime, type MethodDefinition, queryCoupon } from '@yaoquan/api'
import { signParameters } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import type { Method } from '#methods/method'
import type { AnsweredCall, FailedCall } from '#telemetry/record-calls'
import { LongWorks } from '#turns/task-queues'
import type { CallerDirectory, CallingApp } from './call/callers.ts'
import { type Answer, createRequestIds, type IncomingCall } from './call/incoming-call.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createCodeGuesses } from './limits/code-guesses.ts'
import { createCallMeter } from './limits/meter-calls.ts'
import { createOldSecretUses } from './old-secret-uses.ts'

const nowMs = Date.parse('2026-11-24T23:59:50+08:00')

type SetUp = Readonly<{
  gateway: Gateway
  answered: AnsweredCall[]
  failed: FailedCall[]
  ignored: string[]
  clock: { nowMs: number }
}>

function setUp(
  method: Method<MethodDefinition>,
  limits: Partial<CallingApp> = {},
  callers: Partial<CallerDirectory> = {},
): SetUp {
  const app: CallingApp = {
    appKey: 'k',
    appSecret: 's',
    secretSetAtMs: 0,
    oldSecret: undefined,
    isEnabled: true,
    sellerIds: ['111'],
    allowedIps: [],
    grants: defaultGrants,
    charset: 'utf-8',
    language: undefined,
    masksPhones: undefined,
    fullPhonesPerHour: undefined,
    callsPerDay: undefined,
    callsPerSecond: undefined,
    ...limits,
  }
  const answered: AnsweredCall[] = []
  const failed: FailedCall[] = []
  const ignored: string[] = []
  const clock = { nowMs }
  const gateway = createGateway({
    callers: {
      findApp: async (key) => (key === app.appKey ? app : undefined),
      findSession: async () => undefined,
      ...callers,
    },
    longWorks: new LongWorks(),
    codeGuesses: createCodeGuesses(0, () => 0),
    fullPhones: { count: () => undefined },
    phoneGuesses: {
      begin: async () => () => undefined,
      wait: () => undefined,
      missed: async () => undefined,
      listed: async () => undefined,
      named: async () => undefined,
    },
    methods: new Map([[method.definition.name, method]]),
    meter: createCallMeter({ addCalls: async (_app, _day, calls) => calls }),
    oldSecrets: createOldSecretUses({ recordOldSecretUse: async () => undefined }),
    telemetry: {
      callAnswered: (call) => void answered.push(call),
      callFailed: (call) => void failed.push(call),
      codeGuessRefused: () => undefined,
      fullPhonesRead: () => undefined,
      phoneGuessRefused: () => undefined,
      phonesTried: () => undefined,
      appMistaken: ({ name }) => void ignored.push(name),
    },
    mayPass: (error) => error instanceof RangeError,
    rememberSign: async () => ({ kind: 'sign-known' }),
    clock: () => clock.nowMs,
    isSandbox: false,
    newRequestId: createRequestIds((size) => new Uint8Array(size).fill(7)),
  })
  return { gateway, answered, failed, ignored, clock }
}

const time: Method<MethodDefinition> = { definition: getTime, call: async () => ({ time: 'now' }) }

async function call(setup: SetUp, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const parameters = {
    method: getTime.name,
    app_key: 'k',
    timestamp: String(setup.clock.nowMs),
    format: 'json',
    ...changes,
  }
  const signed = signParameters({ parameters, secret: 's', method: 'hmac-sha256' })
  const answer = await setup.gateway.answerCall({
    verb: 'POST',
    path: '/router/rest',
    queryString: '',
    contentType: undefined,
    body: new TextEncoder().encode(new URLSearchParams(signed).toString()),
    ip: '127.0.0.1',
    batchSeparator: undefined,
  })
  return textOf(answer)
}

function textOf({ body }: Answer): string {
  return new TextDecoder().decode(body)
}

it('answers code 15, which SDKs retry, when a method throws, and reports the fault to the telemetry only', async () => {
  const fault = new Error('disk on fire, phone 18612255668')
  const setup = setUp({ ...time, call: () => Promise.reject(fault) })
  expect(await call(setup)).toBe(
    '{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isp.unknown-error","sub_msg":"服务内部错误，请凭request_id联系管理员","request_id":"777777777777"}}',
  )
  expect(setup.failed).toEqual([{ requestId: '777777777777', method: 'taobao.time.get', error: fault }])
  expect(setup.answered).toMatchObject([{ code: 15, subCode: 'isp.unknown-error' }])
})

it('answers code 15 in XML too', async () => {
  const setup = setUp({ ...time, call: () => Promise.reject(new Error('fault')) })
  expect(await call(setup, { format: 'xml' })).toBe(
    '<?xml version="1.0" encoding="utf-8" ?><error_response><code>15</code><msg>Remote service error</msg><sub_code>isp.unknown-error</sub_code><sub_msg>服务内部错误，请凭request_id联系管理员</sub_msg><request_id>777777777777</request_id></error_response>',
  )
})

it('refuses the call after the last of a second, and allows it in the next', async () => {
  const setup = setUp(time, { callsPerSecond: 2 })
  expect([await call(setup), await call(setup)].every((body) => body.startsWith('{"time_get_response"'))).toBe(true)
  expect(await call(setup)).toContain('"code":7,"msg":"App Call Limited"')
  setup.clock.nowMs += 1_000
  expect(await call(setup)).toContain('time_get_response')
})

it('bans until midnight GMT+8 when the day is used up, and starts anew then', async () => {
  const setup = setUp(time, { callsPerDay: 1 })
  expect(await call(setup)).toContain('time_get_response')
  expect(await call(setup)).toContain('This ban will last for 10 more seconds')
  setup.clock.nowMs += 10_000
  expect(await call(setup)).toContain('time_get_response')
})

it('keeps an unknown app_key out of the log: it may be any text', async () => {
  const setup = setUp(time)
  await call(setup, { app_key: '18612255668' })
  await call(setup, { app_key: '18612255668', method: '' })
  await call(setup, { timestamp: '1' })
  expect(setup.answered).toMatchObject([
    { code: 29, appKey: '' },
    { code: 21, appKey: '' },
    { code: 31, appKey: 'k' },
  ])
})

it('asks for the same call again when the store failed, in a method or before it', async () => {
  const failing = async () => {
    throw new RangeError('the store is contended')
  }
  const inMethod = setUp({ ...time, call: failing })
  expect(await call(inMethod)).toContain(
    '"code":15,"msg":"Remote service error","sub_code":"isp.store-service-unavailable"',
  )
  expect(inMethod.failed).toMatchObject([{ method: getTime.name }])
  const before = setUp(time, {}, { findApp: failing })
  expect(await call(before)).toContain('"sub_code":"isp.store-service-unavailable"')
  expect([before.failed, before.answered]).toMatchObject([[{ method: 'unknown' }], [{ code: 15 }]])
})

it('keeps an unknown method out of log and metrics', async () => {
  const setup = setUp(time)
  await call(setup, { method: '18612255668' })
  expect(setup.answered).toMatchObject([{ code: 22, method: 'unknown' }])
})

it('keeps values and secrets in the place of a member name out of the log', async () => {
  const appSecret = 'secret-of-the-app'
  const setup = setUp(
    { definition: queryCoupon, call: () => Promise.reject(new Error('fault')) },
    { oldSecret: { text: appSecret, endsAtMs: undefined } },
  )
  for (const name of [appSecret, '6222021234567890123', '010-88881234', 'phne']) {
    await call(setup, {
      method: queryCoupon.name,
      query_d_t_o: JSON.stringify({ page_size: 1, page_num: 1, [name]: '1' }),
    })
  }
  expect(setup.ignored).toEqual(['…', '…', '…', 'phne'])
})

it('does not show the name of a parameter with two values if it may be a value', async () => {
  const { gateway } = setUp(time)
  const answer = await gateway.answerCall({
    verb: 'GET',
    path: '/router/rest',
    queryString: 'method=taobao.time.get&6222021234567890123=1&6222021234567890123=2',
    contentType: undefined,
    body: new Uint8Array(0),
    ip: '::1',
    batchSeparator: undefined,
  })
  expect(textOf(answer)).toContain('<msg>Invalid arguments:…</msg>')
})

it.each([
  [
    'json',
    '{"error_response":{"code":10,"msg":"Service Currently Unavailable","sub_code":"isp.service-unavailable","sub_msg":"服务暂不可用，请稍后重试","request_id":"777777777777"}}',
  ],
  [
    'xml',
    '<?xml version="1.0" encoding="utf-8" ?><error_response><code>10</code><msg>Service Currently Unavailable</msg><sub_code>isp.service-unavailable</sub_code><sub_msg>服务暂不可用，请稍后重试</sub_msg><request_id>777777777777</request_id></error_response>',
  ],
])('answers code 10 in %s when the server has no capacity, and logs it', (format, expected) => {
  const { gateway, answered } = setUp(time)
  const call: IncomingCall = {
    verb: 'GET',
    path: '/router/rest',
    queryString: `format=${format}`,
    contentType: undefined,
    body: new Uint8Array(0),
    ip: '::1',
    batchSeparator: undefined,
  }
  expect(textOf(gateway.answerRefusal(call, 'serviceUnavailable'))).toBe(expected)
  expect(answered).toMatchObject([{ code: 10, subCode: 'isp.service-unavailable' }])
  const inEnglish = gateway.answerRefusal({ ...call, readerLanguage: 'en' }, 'serviceUnavailable')
  expect(textOf(inEnglish)).toContain('The service is unavailable; retry shortly')
})
