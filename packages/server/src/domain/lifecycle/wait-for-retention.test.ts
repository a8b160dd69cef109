import { expect, test } from 'vitest'
import type { RetentionDays, WaitingRetention } from '#domain/retention/retention-store'
import { setRetention } from './set-retention.ts'
import { askForRetention, beginRetention, cancelRetention } from './wait-for-retention.ts'

const [nowMs, dayMs, by] = [1000, 86_400_000, 'operator:li.na']
const stored = { days: { request: 400, member: undefined, event: 365 }, setAtMs: 1, nextPassMs: 77 }
const waiting: WaitingRetention = {
  days: { request: 90, event: 180 },
  askedBy: 'operator:wang',
  askedAtMs: 2,
  dueMs: 900,
}

function ask(days: Partial<RetentionDays>, former?: WaitingRetention) {
  return askForRetention.decide({ input: { days, by }, found: { stored, waiting: former }, nowMs })
}

const sets = (changed: Partial<RetentionDays>) => {
  const to = { days: { ...stored.days, ...changed }, setAtMs: nowMs, nextPassMs: 0 }
  return { kind: 'retentionSet', to: { isNew: false, to, changed } }
}

const waits = (from: WaitingRetention | undefined, days: WaitingRetention['days']) => {
  const to = { days, askedBy: by, askedAtMs: nowMs, dueMs: nowMs + dayMs }
  return { kind: 'retentionWaits', to: { from, to, isTold: true } }
}

test.each<[string, Partial<RetentionDays>, readonly unknown[]]>([
  ['a shorter period waits a day', { request: 399 }, [waits(undefined, { request: 399 })]],
  ['a first period waits as well', { member: 3650 }, [waits(undefined, { member: 3650 })]],
  ['a longer period holds from now on', { request: 401 }, [sets({ request: 401 })]],
  ['so does none', { event: undefined }, [sets({ event: undefined })]],
  ['of two, the shorter waits', { request: 500, event: 90 }, [sets({ request: 500 }), waits(undefined, { event: 90 })]],
  ['an equal one changes nothing', { request: 400, member: undefined }, []],
])('%s', (_what, days, changes) => {
  expect(ask(days)).toMatchObject({ kind: 'done', changes })
})

test('what is set again waits anew, and with it what waited before', () => {
  expect(ask({ request: 30 }, waiting)).toMatchObject({ changes: [waits(waiting, { request: 30, event: 180 })] })
})

test('a period that is set to a longer one or to what it is no longer waits', () => {
  const left = { kind: 'retentionWaits', to: { from: waiting, to: { ...waiting, days: { event: 180 } }, isTold: true } }
  expect(ask({ request: 500 }, waiting)).toMatchObject({
    answer: { dueMs: 900 },
    changes: [sets({ request: 500 }), left],
  })
  expect(ask({ request: 400 }, waiting)).toMatchObject({ changes: [left] })
  const found = { stored, waiting }
  expect(setRetention.decide({ input: { days: { request: 90 } }, found, nowMs })).toMatchObject({
    changes: [sets({ request: 90 }), left],
  })
})

test('what waits can be cancelled, once', () => {
  const changes = [{ kind: 'retentionWaits', to: { from: waiting, to: undefined, isTold: true } }]
  expect(cancelRetention.decide({ input: {}, found: { waiting }, nowMs })).toEqual({
    kind: 'done',
    answer: null,
    changes,
  })
  const none = { input: {}, found: { waiting: undefined }, nowMs }
  expect(cancelRetention.decide(none)).toEqual({ kind: 'refused', refusal: 'none-waits' })
})

test('what waited takes effect at its time, and names who asked', () => {
  const begin = (atMs: number) => beginRetention.decide({ input: {}, found: { stored, waiting }, nowMs: atMs })
  expect(begin(899)).toEqual({ kind: 'done', answer: null, changes: [] })
  const to = { days: { request: 90, member: undefined, event: 180 }, setAtMs: 900, nextPassMs: 0 }
  expect(begin(900)).toMatchObject({
    changes: [
      { kind: 'retentionSet', to: { to, changed: waiting.days, submittedBy: 'operator:wang' } },
      { kind: 'retentionWaits', to: { to: undefined, isTold: false } },
    ],
  })
})
