import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCallMeter, createSharedRates, type RatedCalls } from './meter-calls.ts'

const app = { appKey: 'erp', callsPerDay: 3, callsPerSecond: undefined }
const evening = Date.parse('2026-11-24T23:59:59+08:00')

/** A ledger of one app. While it is away it takes no calls, and reads as zero, as one of several stores does. */
function ledgerOfApp() {
  const days = new Map<string, number>()
  const state = { isAway: false }
  const ledger = {
    async addCalls(_appKey: string, day: string, calls: number) {
      if (state.isAway && calls > 0) throw new Error('the directory is away')
      days.set(day, (days.get(day) ?? 0) + calls)
      return state.isAway ? 0 : (days.get(day) ?? 0)
    },
  }
  return { state, days, meter: createCallMeter(ledger) }
}

test('a new day begins while the ledger is away, and the calls of both days are counted once it is back', async () => {
  const { state, days, meter } = ledgerOfApp()
  state.isAway = true
  for (const nowMs of [evening, evening, evening + 1_000]) expect(await meter.admit(app, nowMs)).toBeUndefined()
  await expect(meter.settle()).rejects.toThrow('away')
  state.isAway = false
  await meter.settle()
  await meter.settle()
  expect([...days]).toEqual([
    ['2026-11-24', 2],
    ['2026-11-25', 1],
  ])
})

test('the limit of a day counts the calls of that day alone', async () => {
  const { meter } = ledgerOfApp()
  for (let call = 0; call < 3; call += 1) expect(await meter.admit(app, evening)).toBeUndefined()
  expect(await meter.admit(app, evening)).toBeDefined()
  expect(await meter.admit(app, evening + 1_000)).toBeUndefined()
})

const second = 1_795_000_000

test('grants exactly the limit, however calls of a second fall on processes and turns', async () => {
  const turns = fc.array(fc.array(fc.nat(2), { maxLength: 12 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 20 }), turns, async (limit, callsOfTurns) => {
      let left = limit
      const takeCalls = async ({ calls }: RatedCalls) => {
        const taken = Math.min(calls, left)
        left -= taken
        return taken
      }
      const processes = [0, 1, 2].map(() => createSharedRates(takeCalls))
      let granted = 0
      for (const turn of callsOfTurns) {
        const outcomes = turn.map((place) => processes[place]?.take({ appKey: 'a', second, limit }))
        granted += (await Promise.all(outcomes)).filter(Boolean).length
      }
      expect(granted).toBe(Math.min(limit, callsOfTurns.flat().length))
    }),
  )
})

test('asks once for the calls of one turn, and not again for a second that is full', async () => {
  const requested: RatedCalls[] = []
  const rates = createSharedRates(async (wanted) => {
    requested.push(wanted)
    return 2
  })
  const call = { appKey: 'a', second, limit: 2 }
  expect(await Promise.all([rates.take(call), rates.take(call), rates.take(call)])).toEqual([true, true, false])
  expect(await rates.take(call)).toBe(false)
  expect(requested).toEqual([{ ...call, calls: 3 }])
  expect(await rates.take({ ...call, second: second + 1 })).toBe(true)
})

test('enforces the limit alone while there is no answer', async () => {
  const rates = createSharedRates(async () => undefined)
  const call = { appKey: 'a', second, limit: 2 }
  expect(await Promise.all([rates.take(call), rates.take(call), rates.take(call)])).toEqual([true, true, false])
})
