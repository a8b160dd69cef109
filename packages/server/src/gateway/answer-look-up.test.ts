import { createHash } from 'node:crypto'
import {
  addJobItems,
  createMissCounter,
  defaultGrants,
  getMember,
  issueCoupons,
  type MethodDefinition,
  saveMember,
} from '@yaoquan/api'
import { expect, test } from 'vitest'
import type { CallingOperator, Method } from '#methods/method'
import { answerLookUp } from './answer-look-up.ts'
import { createCodeGuesses } from './limits/code-guesses.ts'
import { createPhoneGuesses } from './limits/phone-guesses.ts'

const victim = '18603995668'
const sellerId = '111'
const nowMs = Date.parse('2026-11-24T22:29:00+08:00')
const app = {
  appKey: 'till',
  appSecret: 's',
  secretSetAtMs: 0,
  oldSecret: undefined,
  isEnabled: true,
  sellerIds: [sellerId],
  allowedIps: [],
  grants: defaultGrants,
  charset: 'utf-8',
  language: undefined,
  masksPhones: true,
  fullPhonesPerHour: undefined,
  callsPerDay: undefined,
  callsPerSecond: undefined,
} as const

/** A process that counts with others. */
function startWorker(count = createMissCounter(), operator?: CallingOperator) {
  const phoneGuesses = createPhoneGuesses({
    appMissesPerMinute: 60,
    digest: (text) => createHash('sha256').update(text).digest(),
    share: async (misses) => misses.map(count),
    announce: () => undefined,
    record: async () => undefined,
  })
  const gateway = {
    phoneGuesses,
    codeGuesses: createCodeGuesses(0, () => 0),
    telemetry: { phoneGuessRefused: () => undefined, codeGuessRefused: () => undefined },
  } as unknown as Parameters<typeof answerLookUp>[1]
  return (method: Method<MethodDefinition>, input: object) =>
    answerLookUp(
      {
        method,
        input,
        app: { ...app, operator },
        ip: '10.0.0.1',
        context: { requestId: '1', appKey: app.appKey, actor: 'app:till', grants: defaultGrants, sellerId, nowMs },
        form: { encoding: 'simplified', masksPhones: true, language: 'zh' },
      } as Parameters<typeof answerLookUp>[0],
      gateway,
    )
}

function methodOf(definition: MethodDefinition, respond: (input: object) => object): Method<MethodDefinition> {
  return {
    definition,
    async call(input) {
      await new Promise((resolve) => setImmediate(resolve))
      return respond(input) as never
    },
  }
}

const unknown = { result: { success: false, errorCode: 'MEMBER_NOT_FOUND' } }
const get = methodOf(getMember, (input) =>
  'phone' in input && input.phone === victim ? { result: { success: true } } : unknown,
)
const save = methodOf(saveMember, () => ({ result: { success: true, created: true } }))
const issue = methodOf(issueCoupons, () => ({
  result: { success: true, items: [{ outcome: 'conflict', field: 'phone' }] },
}))

const middle = (place: number) => `186${String(place).padStart(4, '0')}5668`
const stranger = (place: number) => `1390000${String(place).padStart(4, '0')}`

test('of 400 look-ups at the same time, the one that finds the phone is refused as it would be one by one', async () => {
  const ask = startWorker()
  const done = await Promise.all(Array.from({ length: 400 }, (_, place) => ask(get, { phone: middle(place) })))
  expect(done[399]).toMatchObject({ kind: 'refused' })
  expect(done.filter(({ kind }) => kind === 'answered')).toHaveLength(20)
})

test('processes that are asked at the same time count together', async () => {
  const count = createMissCounter()
  const workers = [startWorker(count), startWorker(count)]
  const done = await Promise.all(
    Array.from({ length: 400 }, (_, place) => workers[place % 2]?.(get, { phone: middle(place) })),
  )
  expect(done[399]).toMatchObject({ kind: 'refused' })
  expect(done.filter((answer) => answer?.kind === 'answered')).toHaveLength(20)
})

test('a phone that is found is not answered in a minute that others have filled meanwhile', async () => {
  const ask = startWorker()
  const calls = Array.from({ length: 61 }, (_, place) => ask(get, { phone: stranger(place) }))
  expect(await Promise.all([...calls, ask(get, { phone: victim })])).toMatchObject({ 61: { kind: 'refused' } })
})

test('the same phone is looked up by several calls at the same time', async () => {
  const ask = startWorker()
  let open = 0
  let most = 0
  const slow: Method<MethodDefinition> = {
    definition: getMember,
    async call() {
      open += 1
      most = Math.max(most, open)
      await new Promise((resolve) => setImmediate(resolve))
      open -= 1
      return { result: { success: true } } as never
    },
  }
  await Promise.all(Array.from({ length: 8 }, () => ask(slow, { phone: victim })))
  expect(most).toBe(8)
})

test('a till that looked up many who are no members still saves them and issues, and not to phones alike', async () => {
  const ask = startWorker()
  for (let place = 0; place < 70; place += 1) await ask(get, { phone: stranger(place) })
  expect(await ask(get, { phone: stranger(70) })).toMatchObject({ kind: 'refused' })
  expect(await ask(save, { phone: stranger(71) })).toMatchObject({ kind: 'answered' })
  const coupons = [{ couponCode: 'A', phone: stranger(72) }]
  expect(await ask(issue, { coupons })).toMatchObject({ kind: 'answered' })
  for (let place = 0; place < 20; place += 1) await ask(save, { phone: middle(place) })
  expect(await ask(save, { phone: middle(20) })).toMatchObject({ kind: 'refused' })
})

const add = methodOf(addJobItems, () => ({ result: { success: true } }))
const operator = { name: 'marketing', shops: undefined }

test('a list of phones alike is refused, in one call, in many, and as rows or cards; others are added', async () => {
  const lists = [
    { phones: Array.from({ length: 2_000 }, (_, place) => middle(place)) },
    { cardNos: Array.from({ length: 51 }, (_, place) => middle(place)) },
    {
      rows: Array.from({ length: 51 }, (_, line) => ({ line, fields: [{ name: 'phone', value: middle(line) }] })),
    },
  ]
  for (const list of lists) {
    expect(await startWorker(undefined, operator)(add, { jobId: 'J', offset: 0, ...list })).toMatchObject({
      kind: 'refused',
      limited: { reason: 'alike' },
    })
  }
  const count = createMissCounter()
  const workers = [startWorker(count, operator), startWorker(count, operator)]
  const kinds: (string | undefined)[] = []
  for (let part = 0; part < 55; part += 1) {
    const phones = [middle(part), ...Array.from({ length: 100 }, (_, place) => stranger(100 * part + place))]
    kinds.push((await workers[part % 2]?.(add, { jobId: 'J', offset: 101 * part, phones }))?.kind)
  }
  expect(kinds).toEqual([...Array(50).fill('answered'), ...Array(5).fill('refused')])
  const honest = { jobId: 'J', offset: 0, phones: Array.from({ length: 2_000 }, (_, place) => stranger(place)) }
  for (let again = 0; again < 3; again += 1) expect(await workers[0]?.(add, honest)).toMatchObject({ kind: 'answered' })
})
