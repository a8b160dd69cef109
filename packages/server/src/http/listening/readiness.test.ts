import { afterEach, expect, test, vi } from 'vitest'
import { createReadiness, createStoreReadiness, healthRoutes } from '#http/listening/readiness'

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
  let requested = 0
  let nowMs = 0
  const read = async () => {
    requested += 1
  }
  const readiness = createReadiness({ read }, () => nowMs)
  await Promise.all([readiness(), readiness()])
  nowMs = 999
  await readiness()
  expect(requested).toBe(1)
  nowMs = 1_000
  await readiness()
  expect(requested).toBe(2)
})

test('a check that never ends has failed after 3 s', async () => {
  vi.useFakeTimers()
  const readiness = createReadiness({ write: () => new Promise(() => undefined) }, () => 0)
  const report = readiness()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(await report).toEqual({ isReady: false, checks: { write: 'no answer within 3 s' } })
})

test('a store whose last audit cannot be read is ready, and the fault is counted', async () => {
  const faults: unknown[] = []
  const fault = new Error('a page is destroyed')
  const readiness = createStoreReadiness(
    {
      read: async () => undefined,
      write: async () => undefined,
      findLastAudit: () => Promise.reject(fault),
      clockState: () => ({ level: 'close', hostAheadMs: 0 }),
    },
    { countStoreFault: ({ error }) => faults.push(error), readinessReported: () => undefined },
  )
  expect(await readiness()).toMatchObject({ isReady: true, checks: { read: 'ok', write: 'ok', clock: 'ok' } })
  expect(faults).toEqual([fault])
})

test('the public port does not look at the last audit', async () => {
  const lastAudit = { begunAtMs: Number.NaN, endedAtMs: 0, events: 0, rows: 0, findings: 0 }
  const routes = healthRoutes(async () => ({ isReady: true, checks: {}, lastAudit }), false)
  const ready = routes.find(({ path }) => path === '/ready')
  expect(await ready?.answer(undefined as never)).toMatchObject({ status: 200 })
})
