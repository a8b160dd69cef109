import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSharedRates, type RatedCalls } from './call-rates.ts'

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
