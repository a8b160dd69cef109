import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RunningWork } from '#background/repetition/repeat-work'
import type { ExpiryRecorder } from '#domain/events/event-store'
import { startExpirySchedule } from './expiry-schedule.ts'

type Recording = Readonly<{ sellerId: string; day: string; nowMs: number }>

const lastSecondMs = Date.parse('2026-11-24T23:59:59+08:00')
let schedules: RunningWork[] = []

beforeEach(() => {
  vi.useFakeTimers({ now: lastSecondMs, toFake: ['setInterval', 'clearInterval', 'Date'] })
})

afterEach(async () => {
  for (const schedule of schedules) await schedule.stop()
  schedules = []
  vi.useRealTimers()
})

function start(recorder: ExpiryRecorder, chains: () => readonly string[] = () => ['111', '222']) {
  const faults: string[] = []
  const schedule = startExpirySchedule({
    recorder,
    listSellers: async () => chains(),
    clock: () => Date.now(),
    telemetry: { backgroundFailed: ({ work }) => faults.push(work) },
  })
  schedules.push(schedule)
  return { faults }
}

/** Says for each seller how many batches are left, and keeps what was asked. */
function recorderOf(batches: Record<string, number>) {
  const recordings: Recording[] = []
  const recorder: ExpiryRecorder = {
    async recordExpired(sellerId, day, limit, nowMs) {
      recordings.push({ sellerId, day, nowMs })
      const left = batches[sellerId] ?? 0
      batches[sellerId] = Math.max(0, left - 1)
      return left === 0 ? 0 : limit
    },
  }
  return { recordings, recorder, batches }
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms)
  await delay(5)
}

test('at start it records every chain up to the day before, until none is left', async () => {
  const { recordings, recorder } = recorderOf({ '111': 2 })
  start(recorder)
  await pass(0)
  expect(recordings.map(({ sellerId, day }) => [sellerId, day])).toEqual([
    ['111', '2026-11-23'],
    ['111', '2026-11-23'],
    ['111', '2026-11-23'],
    ['222', '2026-11-23'],
  ])
})

test('it records the ended day within 60 s of midnight in GMT+8, and not before', async () => {
  const { recordings, recorder, batches } = recorderOf({})
  start(recorder)
  await pass(0)
  expect(recordings.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-23'])
  recordings.length = 0
  batches['111'] = 1
  await pass(60_000)
  const midnightMs = lastSecondMs + 1_000
  const [first] = recordings
  expect(first).toMatchObject({ sellerId: '111', day: '2026-11-24' })
  expect(Number(first?.nowMs) - midnightMs).toBeGreaterThanOrEqual(0)
  expect(Number(first?.nowMs) - midnightMs).toBeLessThan(60_000)
})

test('it looks at every chain at least once a minute, for holds that end during the day', async () => {
  const { recordings, recorder } = recorderOf({})
  start(recorder)
  await pass(120_000)
  for (let minute = 0; minute < 3; minute += 1) {
    recordings.length = 0
    await pass(60_000)
    expect(new Set(recordings.map(({ sellerId, day }) => `${sellerId} ${day}`))).toEqual(
      new Set(['111 2026-11-24', '222 2026-11-24']),
    )
  }
})

test('a seller created later is included within a minute', async () => {
  const { recordings, recorder } = recorderOf({})
  const chains = ['111']
  start(recorder, () => chains)
  await pass(0)
  chains.push('333')
  await pass(60_000 - 2_000)
  expect(recordings.map(({ sellerId }) => sellerId)).toContain('333')
})

test('a chain that fails is tried again and does not hold up the others', async () => {
  const recordings: string[] = []
  let failures = 2
  const { faults } = start({
    async recordExpired(sellerId) {
      recordings.push(sellerId)
      if (sellerId === '111' && failures-- > 0) throw new Error('the store is gone')
      return 0
    },
  })
  await pass(0)
  expect(recordings).toEqual(['111', '222'])
  await pass(45_000)
  expect(faults).toEqual(['record expirations', 'record expirations'])
  expect(recordings.filter((sellerId) => sellerId === '111').length).toBeGreaterThanOrEqual(3)
})
