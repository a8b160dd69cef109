import { expect, it } from 'vitest'
import { createComparedShare, type ProcessorTimes } from './compared-share.ts'

type Second = Readonly<{ calls: number; ranMs?: number; waitedMs?: number }>

/** @returns the share after each second */
function sharesAfter(seconds: readonly Second[], isTold = true): readonly number[] {
  let times: ProcessorTimes = { ranMs: 0, waitedMs: 0 }
  const share = createComparedShare({ processorTimes: () => (isTold ? times : undefined), random: () => 0 })
  return seconds.map(({ calls, ranMs = 100, waitedMs = 50 }) => {
    for (let n = 0; n < calls; n += 1) share.takes()
    times = { ranMs: times.ranMs + ranMs, waitedMs: times.waitedMs + waitedMs }
    share.adjust()
    return share.current()
  })
}

const busy = { calls: 500, waitedMs: 101 }
const calm = { calls: 500, waitedMs: 100 }

it('halves the share while the thread waits longer than it runs, and raises it slowly afterwards', () => {
  expect(sharesAfter([calm, busy, busy, calm, calm])).toEqual([100, 50, 25, 35, 45])
})

it.each([
  [500, 20],
  [200, 50],
  [100, 100],
  [0, 100],
])('of %i calls a second it compares at least %i %', (calls, least) => {
  expect(sharesAfter(Array(10).fill({ ...busy, calls })).at(-1)).toBe(least)
})

it('compares all calls where the system does not tell how long the thread waits', () => {
  expect(sharesAfter([busy, busy], false)).toEqual([100, 100])
})

it('takes its share of the calls by chance', () => {
  const drawn = [0.49, 0.5, 0.51, 0.1]
  let waitedMs = 0
  const share = createComparedShare({
    processorTimes: () => ({ ranMs: 0, waitedMs }),
    random: () => drawn.shift() ?? 0,
  })
  for (let n = 0; n < 200; n += 1) expect(share.takes()).toBe(true)
  waitedMs = 1
  share.adjust()
  expect([share.takes(), share.takes(), share.takes(), share.takes()]).toEqual([true, false, false, true])
})
