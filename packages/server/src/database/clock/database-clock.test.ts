import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DatabaseClock } from './database-clock.ts'
import type { ClockState } from './store-clock.ts'

const start = Date.parse('2026-11-24T12:00:00+08:00')
/** Host and database under test: fake timers move both clocks; what is added shows them apart. */
let hostAddsMs = 0
let databaseAddsMs = 0
let errorMs = 0
let answers = true
let samples = 0
let connections = 0
let faults: unknown[] = []
let states: ClockState[] = []
let opened: DatabaseClock | undefined

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  hostAddsMs = 0
  databaseAddsMs = 0
  errorMs = 0
  answers = true
  samples = 0
  connections = 0
  faults = []
  states = []
})
afterEach(() => {
  opened?.close()
  vi.useRealTimers()
})

async function openClock(): Promise<DatabaseClock> {
  opened = await DatabaseClock.open({
    sample: async () => {
      samples += 1
      const monotonicMs = Date.now() - start
      if (!answers) throw new Error('no answer')
      return { databaseMs: Date.now() + databaseAddsMs, monotonicMs, errorMs }
    },
    connectionVersion: () => connections,
    onFault: ({ error }) => faults.push(error),
    wallMs: () => Date.now() + hostAddsMs,
    monotonicMs: () => Date.now() - start,
    onCompared: (state) => states.push(state),
  })
  return opened
}

test('gives the time of the database, whatever the time of the host', async () => {
  hostAddsMs = 30_000
  const clock = await openClock()
  expect(clock.now()).toBe(start)
  await vi.advanceTimersByTimeAsync(1234)
  expect(clock.now()).toBe(start + 1234)
})

test.each([
  [999, 'close'],
  [-1000, 'apart'],
  [4999, 'apart'],
  [5000, 'far-apart'],
  [59_999, 'far-apart'],
  [540_000, 'writes-refused'],
  [-60_000, 'writes-refused'],
] as const)('a host that is %i ms ahead is %s at start', async (aheadMs, level) => {
  hostAddsMs = aheadMs
  expect((await openClock()).state()).toEqual({ hostAheadMs: aheadMs, level })
})

test('compares every minute, and asks nothing in between however often the time is read', async () => {
  const clock = await openClock()
  for (let second = 0; second < 59; second += 1) {
    await vi.advanceTimersByTimeAsync(1000)
    for (let call = 0; call < 100; call += 1) clock.now()
  }
  expect(samples).toBe(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(samples).toBe(2)
})

test('refuses writes only after three comparisons, which follow each other quickly, and accepts them after a good one', async () => {
  const clock = await openClock()
  hostAddsMs = 540_000
  await vi.advanceTimersByTimeAsync(1000)
  expect(clock.state().level).toBe('far-apart')
  await vi.advanceTimersByTimeAsync(2000)
  expect(clock.state().level).toBe('writes-refused')
  expect(samples).toBe(4)
  hostAddsMs = 0
  await vi.advanceTimersByTimeAsync(1000)
  expect(clock.state()).toEqual({ hostAheadMs: 0, level: 'close' })
})

test('one slow answer proves nothing: what may be its delay is not counted', async () => {
  const clock = await openClock()
  errorMs = 8000
  databaseAddsMs = -8000
  await clock.compare()
  expect(clock.state().level).toBe('close')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(clock.now()).toBe(start + 10_000)
})

test.each([-540_000, -2500, 2500, 540_000])(
  'follows a database clock that jumps by %i ms without running backwards or jumping',
  async (jumpMs) => {
    const clock = await openClock()
    databaseAddsMs = jumpMs
    await clock.compare()
    let before = clock.now()
    expect(before).toBe(start)
    for (let step = 0; step < 50; step += 1) {
      await vi.advanceTimersByTimeAsync(100)
      const now = clock.now()
      expect(now - before).toBeGreaterThanOrEqual(50)
      expect(now - before).toBeLessThanOrEqual(150)
      before = now
    }
    const reached = Math.sign(jumpMs) * Math.min(Math.abs(jumpMs), 2500)
    expect(before).toBe(start + 5000 + reached)
  },
)

test('a database that does not answer leaves the clock as it runs', async () => {
  const clock = await openClock()
  answers = false
  await vi.advanceTimersByTimeAsync(120_000)
  expect(clock.now()).toBe(start + 120_000)
  expect([states.length, faults.length]).toEqual([1, 2])
})

test('compares after connections changed, since another host may answer', async () => {
  const clock = await openClock()
  connections += 1
  databaseAddsMs = 2000
  await vi.advanceTimersByTimeAsync(1000)
  expect(samples).toBe(2)
  await vi.advanceTimersByTimeAsync(10_000)
  expect([samples, clock.now()]).toEqual([2, start + 11_000 + 2000])
})
