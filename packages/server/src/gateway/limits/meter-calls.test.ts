import { expect, test } from 'vitest'
import { createCallMeter } from './meter-calls.ts'

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
