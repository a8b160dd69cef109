import { expect, it } from 'vitest'
import type { Deviation } from '#shadow/report/deviation'
import { emptyReport, ShadowReport } from '#shadow/report/shadow-report'
import { createSecondLooks, type DeviatingCall, deviatingTwice } from './second-looks.ts'

const field = (name: string, couponCode = 'A'): Deviation => {
  return { class: 'field', name, couponCode, upstream: '1', ours: '0' }
}
const missing: Deviation = { class: 'missing', name: '', couponCode: 'A', upstream: 'A', ours: '' }
const error: Deviation = { class: 'error', name: '', upstream: '50', ours: '' }
const order: Deviation = { class: 'order', name: '', upstream: 'A B', ours: 'B A' }
const total: Deviation = { class: 'total', name: 'total_count', upstream: '3', ours: '2' }

const parameters = new Map<string, string>()
const read = {
  parameters,
  signed: { parameters },
  encoding: 'json',
  charset: 'utf-8',
  refusal: undefined,
  app: undefined,
} as const
const seller = { kind: 'known', sellerId: '111', isSure: true, refusal: undefined } as const
const theirs = { kind: 'error', code: 1 } as const

function deviating(atMs: number, more: Partial<DeviatingCall> = {}): DeviatingCall {
  const call = { method: 'a.b', appKey: 'erp', atMs }
  return { passed: { read, call, seller, theirs }, found: [missing], explained: [], sightings: [], bytes: 10, ...more }
}

/** Second looks 5 s after the first at a clock that the test sets. */
function looks(afterMs = 5_000) {
  let nowMs = 0
  const report = new ShadowReport(emptyReport(0))
  const secondLooks = createSecondLooks({ report, afterMs, clock: () => nowMs })
  const never = new AbortController().signal
  return {
    report,
    secondLooks,
    takeAt(atMs: number, look: (call: DeviatingCall) => Promise<readonly Deviation[]>, signal = never) {
      nowMs = atMs
      return secondLooks.takeDue(look, signal)
    },
    counted() {
      const [group] = report.days()[0]?.groups ?? []
      const { compared = 0, agreed = 0, timing = 0, deviated = {} } = group ?? {}
      return { compared, agreed, timing, deviated }
    },
  }
}

const equal = async () => []

it('counts a call as timing that is equal after the stated time, and not before', async () => {
  const { secondLooks, takeAt, counted } = looks()
  expect([secondLooks.add(deviating(0)), secondLooks.add(deviating(1))]).toEqual([true, true])
  await takeAt(4_999, equal)
  expect([counted().compared, secondLooks.oldestAtMs()]).toEqual([0, 0])
  await takeAt(5_000, equal)
  expect(counted()).toEqual({ compared: 1, agreed: 1, timing: 1, deviated: {} })
  expect(secondLooks.oldestAtMs()).toBe(1)
})

it('looks again at calls from before the clock was set back', async () => {
  const { secondLooks, takeAt, counted } = looks()
  secondLooks.add(deviating(3_600_000))
  await takeAt(3_596_000, equal)
  expect(counted().compared).toBe(0)
  await takeAt(5_000, equal)
  expect(counted()).toMatchObject({ compared: 1, timing: 1 })
})

it('counts a call that deviates both times, with the deviations whose cause was known at once', async () => {
  const { secondLooks, takeAt, counted } = looks()
  const later: Deviation = { class: 'later', name: 'missing', couponCode: 'B', upstream: '', ours: '' }
  secondLooks.add(deviating(0, { found: [missing, field('shop', 'B')], explained: [later] }))
  secondLooks.add(deviating(0, { explained: [later] }))
  await takeAt(5_000, async ({ found }) => found.slice(1))
  expect(counted()).toEqual({
    compared: 2,
    agreed: 0,
    timing: 0,
    deviated: { 'field:shop later:missing': 1, 'later:missing': 1 },
  })
})

it('counts what a call shows of rules where it deviates both times, and not where it was timing', async () => {
  const { report, secondLooks, takeAt } = looks()
  const showing = (couponCode: string) => ({ sightings: [{ rule: 'status:valid:0', value: '1', couponCode }] })
  secondLooks.add(deviating(0, showing('A')))
  await takeAt(5_000, equal)
  expect(report.data().rules).toEqual({})
  secondLooks.add(deviating(5_000, showing('B')))
  await takeAt(10_000, async ({ found }) => found)
  expect(report.data().rules).toEqual({ 'status:valid:0': { '1': { count: 1, couponCode: 'B' } } })
})

it('keeps at most 1,000 calls and 8 MiB, and none without a second look', () => {
  const { secondLooks } = looks()
  const added = Array.from({ length: 1_001 }, () => secondLooks.add(deviating(0)))
  expect([added.indexOf(false), added.length]).toEqual([1_000, 1_001])
  const large = looks().secondLooks
  const mebibytes = Array.from({ length: 9 }, () => large.add(deviating(0, { bytes: 2 ** 20 })))
  expect(mebibytes.filter(Boolean)).toHaveLength(8)
  expect(looks(0).secondLooks.add(deviating(0))).toBe(false)
})

it('has room again for calls that it has counted', async () => {
  const { secondLooks, takeAt } = looks()
  const whole = { bytes: 8 * 2 ** 20 }
  secondLooks.add(deviating(0, whole))
  await takeAt(5_000, equal)
  expect(secondLooks.add(deviating(5_000, whole))).toBe(true)
  secondLooks.settle()
  expect(secondLooks.add(deviating(5_000, whole))).toBe(true)
})

it('counts at a stop all that wait as found, also one that is just looked at, and each once', async () => {
  const { secondLooks, takeAt, counted } = looks()
  const stop = new AbortController()
  for (let n = 0; n < 3; n += 1) secondLooks.add(deviating(0))
  await takeAt(
    5_000,
    async () => {
      stop.abort()
      secondLooks.settle()
      return []
    },
    stop.signal,
  )
  expect(counted()).toEqual({ compared: 3, agreed: 0, timing: 0, deviated: { missing: 3 } })
})

it('keeps no call that agrees or was answered with an error', () => {
  const { secondLooks } = looks()
  expect([[], [error]].map((found) => secondLooks.add(deviating(0, { found })))).toEqual([false, false])
})

it.each<[name: string, first: readonly Deviation[], second: readonly Deviation[], left: readonly Deviation[]]>([
  ['what is equal at the second look is none', [missing, total], [total], [total]],
  ['another coupon changed later', [field('status')], [field('shop', 'B')], []],
  ['another order came about later', [field('status')], [order], []],
  ['a coupon that arrived is compared whole', [missing], [field('status')], [field('status')]],
  ['an error of ours hides what was found', [missing], [error], [missing]],
])('%s', (_name, first, second, left) => {
  expect(deviatingTwice(first, second)).toEqual(left)
})
