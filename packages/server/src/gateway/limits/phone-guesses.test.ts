import { createHash } from 'node:crypto'
import { createMissCounter } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { createPhoneGuesses, type PhoneGuesser, type PhonesTriedAlarm, type ShareMisses } from './phone-guesses.ts'

const minuteMs = 60_000
const reasons = ['alike', 'day', 'minute'] as const
/** 22:29:00 GMT+8. */
const startMs = Date.parse('2026-11-24T22:29:00+08:00')
const clerk: PhoneGuesser = {
  app: { appKey: 'operator:clerk', operator: { name: 'clerk', shops: ['01'] } },
  sellerId: '111',
  shop: '01',
  ip: '10.0.0.1',
  nowMs: startMs,
}
const till: PhoneGuesser = { ...clerk, app: { appKey: 'till', operator: undefined } }

function start(share?: ShareMisses, appMissesPerMinute = 60) {
  const state = { recorded: [] as PhonesTriedAlarm[], isStoreLost: false }
  const guesses = createPhoneGuesses({
    appMissesPerMinute,
    digest: (text) => createHash('sha256').update(text).digest(),
    share,
    announce: () => undefined,
    async record(alarm) {
      if (state.isStoreLost) throw new Error('no store')
      state.recorded.push(alarm)
    },
  })
  /** @returns how many of the phones were answered */
  const tryAll = async (phones: readonly string[], guesser = clerk, isCertain = true): Promise<number> => {
    let answered = 0
    for (const phone of phones) {
      if (guesses.wait(guesser, [phone], reasons) !== undefined) continue
      if ((await guesses.missed(guesser, [phone], isCertain)) === undefined) answered += 1
    }
    return answered
  }
  return { state, guesses, tryAll }
}

const middles = (count: number, first = 0) =>
  Array.from({ length: count }, (_, place) => `186${String(first + place).padStart(4, '0')}5668`)
const strangers = (count: number, first = 0) =>
  Array.from({ length: count }, (_, place) => `1390000${String(first + place).padStart(4, '0')}`)

test('20 phones with the same first and last digits are answered in a day, whatever the minute, with one alarm', async () => {
  const { state, guesses, tryAll } = start()
  expect(await tryAll(middles(5_000))).toBe(20)
  expect(guesses.wait(clerk, ['18699995668'], reasons)).toEqual({ reason: 'alike', seconds: 91 * 60 })
  const later = { ...clerk, nowMs: startMs + 5 * minuteMs }
  expect(await tryAll(middles(100, 6_000), later)).toBe(0)
  expect(await tryAll(strangers(3), later)).toBe(3)
  const tomorrow = { ...clerk, nowMs: startMs + 91 * minuteMs }
  expect(await tryAll(middles(5_000), tomorrow)).toBe(20)
  await guesses.settle()
  const alarm = { appKey: 'operator:clerk', operator: 'clerk', sellerId: '111', reason: 'alike', limit: 20 }
  expect(state.recorded).toEqual([
    { ...alarm, atMs: startMs },
    { ...alarm, atMs: tomorrow.nowMs },
  ])
})

test('an operator may miss 20 phones in a minute and 1,000 in a day; the same one again and phones that are found are free', async () => {
  const { state, guesses, tryAll } = start()
  for (let again = 0; again < 50; again += 1) expect(await tryAll(strangers(19))).toBe(19)
  expect(await tryAll(strangers(100))).toBe(20)
  expect(guesses.wait(clerk, ['13712345678'], reasons)).toEqual({ reason: 'minute', seconds: 60 })
  let answered = 20
  for (let minute = 1; minute < 60; minute += 1) {
    answered += await tryAll(strangers(100, 100 * minute), { ...clerk, nowMs: startMs + minute * minuteMs })
  }
  expect(answered).toBe(1_000)
  await guesses.settle()
  expect(state.recorded.map(({ reason }) => reason)).toEqual(['minute', 'day'])
})

test('an app is counted by shop and address, and in all of them for the same first and last digits; 0 sets no limit a minute', async () => {
  const { tryAll } = start()
  expect(await tryAll(strangers(100), till)).toBe(60)
  expect(await tryAll(strangers(100), { ...till, shop: '02' })).toBe(60)
  expect(await tryAll(strangers(100), { ...till, ip: '10.0.0.2' })).toBe(60)
  expect(await tryAll(middles(15), { ...till, shop: '03' })).toBe(15)
  expect(await tryAll(middles(15, 15), { ...till, shop: '04' })).toBe(5)
  const unlimited = start(undefined, 0).tryAll
  expect(await unlimited(strangers(500), till)).toBe(500)
  expect(await unlimited(middles(500), till)).toBe(20)
})

test('phones that a call stores count with those alike alone', async () => {
  const { tryAll } = start()
  expect(await tryAll(strangers(500), clerk, false)).toBe(500)
  expect(await tryAll(middles(100), clerk, false)).toBe(20)
})

test('processes count together, and one that hears nothing counts alone', async () => {
  const count = createMissCounter()
  const both = [start(async (misses) => misses.map(count)), start(async (misses) => misses.map(count))]
  let answered = 0
  for (const [place, phone] of middles(200).entries()) answered += (await both[place % 2]?.tryAll([phone])) ?? 0
  expect(answered).toBe(20)
  for (const { guesses } of both) await guesses.settle()
  expect(both.flatMap(({ state }) => state.recorded)).toHaveLength(1)
  expect(await start(async () => undefined).tryAll(middles(100))).toBe(20)
})

test('a clerk looks at 30 members a minute and 500 a day by number, and at the same one again', async () => {
  const { state, guesses } = start()
  const look = async (first: number, nowMs: number) => {
    let answered = 0
    for (let place = first; place < first + 41; place += 1) {
      if ((await guesses.named({ ...clerk, nowMs }, [`M${place}`])) === undefined) answered += 1
    }
    return answered
  }
  expect(await look(1, startMs)).toBe(30)
  expect(await guesses.named(clerk, ['M1'])).toEqual({ reason: 'members-minute', seconds: 60 })
  let answered = 30
  for (let minute = 1; minute < 40; minute += 1) answered += await look(100 * minute, startMs + minute * minuteMs)
  expect(answered).toBe(500)
  await guesses.settle()
  expect(state.recorded.map(({ reason, limit }) => [reason, limit])).toEqual([
    ['members-minute', 30],
    ['members-day', 500],
  ])
})

test('an alarm is recorded until the store takes it', async () => {
  const { state, guesses, tryAll } = start()
  await tryAll(middles(21))
  await tryAll(middles(21))
  state.isStoreLost = true
  await expect(guesses.settle()).rejects.toThrow('no store')
  state.isStoreLost = false
  await guesses.settle()
  await guesses.settle()
  expect(state.recorded).toHaveLength(1)
})
