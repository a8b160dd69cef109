import { defaultGrants, getTime } from '@yaoquan/api'
import { signParameters } from '@yaoquan/protocol'
import { expect, it } from 'vitest'
import { LongWorks } from '#turns/task-queues'
import type { CallingApp } from './call/callers.ts'
import { createRequestIds } from './call/incoming-call.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createCodeGuesses } from './limits/code-guesses.ts'
import { createCallMeter } from './limits/meter-calls.ts'
import { createOldSecretUses, type OldSecretUse } from './old-secret-uses.ts'

const setAtMs = Date.parse('2026-11-24T12:00:00+08:00')
const dayMs = 86_400_000

function setUp(endsAtMs: number | undefined) {
  const app: CallingApp = {
    appKey: 'k',
    appSecret: 'new-secret',
    secretSetAtMs: setAtMs,
    oldSecret: { text: 'old-secret', endsAtMs },
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
  }
  const clock = { nowMs: setAtMs }
  const written: OldSecretUse[] = []
  const oldSecrets = createOldSecretUses({ recordOldSecretUse: async (use) => void written.push(use) })
  const gateway = createGateway({
    callers: { findApp: async () => app, findSession: async () => undefined },
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
    methods: new Map([[getTime.name, { definition: getTime, call: async () => ({ time: 'now' }) }]]),
    meter: createCallMeter({ addCalls: async (_app, _day, calls) => calls }),
    oldSecrets,
    telemetry: {
      callAnswered: () => undefined,
      callFailed: () => undefined,
      codeGuessRefused: () => undefined,
      fullPhonesRead: () => undefined,
      phoneGuessRefused: () => undefined,
      phonesTried: () => undefined,
      appMistaken: () => undefined,
    },
    mayPass: (error) => error instanceof RangeError,
    rememberSign: async () => ({ kind: 'sign-known' }),
    clock: () => clock.nowMs,
    isSandbox: true,
    newRequestId: createRequestIds((size) => new Uint8Array(size).fill(7)),
  })
  return { gateway, clock, written, oldSecrets, call: (secret: string) => call(gateway, clock.nowMs, secret) }
}

async function call(gateway: Gateway, nowMs: number, secret: string): Promise<string> {
  const parameters = { method: getTime.name, app_key: 'k', timestamp: String(nowMs), format: 'json' }
  const signed = signParameters({ parameters, secret, method: 'md5' })
  const { body } = await gateway.answerCall({
    verb: 'POST',
    path: '/router/rest',
    queryString: '',
    contentType: undefined,
    ip: '127.0.0.1',
    batchSeparator: undefined,
    body: new TextEncoder().encode(new URLSearchParams(signed).toString()),
  })
  return new TextDecoder().decode(body)
}

it('accepts two secrets at the same time, the old one until it ends', async () => {
  const setup = setUp(setAtMs + dayMs)
  expect(await setup.call('new-secret')).toContain('time_get_response')
  expect(await setup.call('old-secret')).toContain('time_get_response')
  setup.clock.nowMs += dayMs
  expect(await setup.call('new-secret')).toContain('time_get_response')
  expect(await setup.call('old-secret')).toContain('"code":25')
})

it('accepts an old secret without an end for good', async () => {
  const setup = setUp(undefined)
  setup.clock.nowMs += 3650 * dayMs
  expect(await setup.call('old-secret')).toContain('time_get_response')
})

it('explains a signature with neither secret in a sandbox', async () => {
  const answer = await setUp(undefined).call('guessed')
  expect(answer).toContain('"code":25')
  expect(answer).not.toMatch(/new-secret|old-secret/)
})

it('writes the last use of the old secret at most once a minute, and the rest at the end', async () => {
  const setup = setUp(undefined)
  await setup.call('new-secret')
  await setup.oldSecrets.settle()
  expect(setup.written).toEqual([])
  for (let second = 0; second < 90; second += 1) {
    await setup.call('old-secret')
    await setup.oldSecrets.settle()
    setup.clock.nowMs += 1000
  }
  const use = { appKey: 'k', secretSetAtMs: setAtMs }
  const first = [
    { ...use, atMs: setAtMs },
    { ...use, atMs: setAtMs + 60_000 },
  ]
  expect(setup.written).toEqual(first)
  await setup.oldSecrets.settle(0)
  await setup.oldSecrets.settle(0)
  expect(setup.written).toEqual([...first, { ...use, atMs: setAtMs + 89_000 }])
})
