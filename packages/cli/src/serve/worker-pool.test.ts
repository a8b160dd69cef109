import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDeathCount, createWorkerPool } from './worker-pool.ts'
import type { WorkerEnd, WorkerProcess } from './worker-process.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A pool whose only worker does not end before it is killed. */
async function startPool() {
  const ended = Promise.withResolvers<WorkerEnd>()
  const callsEnded = Promise.withResolvers<void>()
  let killed = 0
  const worker: WorkerProcess = {
    pid: 1,
    listening: Promise.resolve({ url: '', adminUrl: undefined, announcements: [] }),
    left: new Promise(() => undefined),
    callsEnded: callsEnded.promise,
    ended: ended.promise,
    retire: () => undefined,
    stop: () => undefined,
    kill() {
      killed += 1
      ended.resolve({ code: null, signal: 'SIGKILL', reason: undefined })
    },
    metrics: async () => undefined,
  }
  const pool = createWorkerPool(() => worker)
  await pool.start()
  return { pool, endCalls: callsEnded.resolve, kills: () => killed }
}

test('kills a worker whose calls do not end within 30 s', async () => {
  const { pool, kills } = await startPool()
  const stopped = pool.stop()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(kills()).toBe(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(kills()).toBe(1)
  await stopped
})

test('kills a worker that does not end within 9 s of its last call', async () => {
  const { pool, endCalls, kills } = await startPool()
  const stopped = pool.stop()
  await vi.advanceTimersByTimeAsync(20_000)
  endCalls()
  await vi.advanceTimersByTimeAsync(8_999)
  expect(kills()).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(kills()).toBe(1)
  await stopped
})

test('reports the fifth death within one minute, but not five deaths over more than a minute', () => {
  let nowMs = 0
  const isTooMany = createDeathCount(() => nowMs)
  const after = (seconds: number) => {
    nowMs += seconds * 1_000
    return isTooMany()
  }
  expect([after(0), after(15), after(15), after(15), after(15)]).toEqual([false, false, false, false, false])
  expect([after(1), after(60)]).toEqual([true, false])
})
