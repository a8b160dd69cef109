import { afterEach, expect, test, vi } from 'vitest'
import { createReadiness } from './readiness.ts'

afterEach(() => {
  vi.useRealTimers()
})

test('is ready only while every check passes, and names the one that fails', async () => {
  const faults: Record<string, string> = {}
  let nowMs = 0
  const check = (name: string) => async () => {
    if (faults[name] !== undefined) throw new Error(faults[name])
  }
  const readiness = createReadiness({ read: check('read'), write: check('write') }, () => nowMs)
  expect(await readiness()).toEqual({ isReady: true, checks: { read: 'ok', write: 'ok' } })
  faults['write'] = 'the disk of the data folder is full'
  nowMs += 1_000
  expect(await readiness()).toEqual({
    isReady: false,
    checks: { read: 'ok', write: 'the disk of the data folder is full' },
  })
})

test('runs the checks once for all requests of one second', async () => {
  let asked = 0
  let nowMs = 0
  const read = async () => {
    asked += 1
  }
  const readiness = createReadiness({ read }, () => nowMs)
  await Promise.all([readiness(), readiness()])
  nowMs = 999
  await readiness()
  expect(asked).toBe(1)
  nowMs = 1_000
  await readiness()
  expect(asked).toBe(2)
})

test('a check that never ends has failed after 3 s', async () => {
  vi.useFakeTimers()
  const readiness = createReadiness({ write: () => new Promise(() => undefined) }, () => 0)
  const report = readiness()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await report).toEqual({ isReady: false, checks: { write: 'no answer within 3 s' } })
})
