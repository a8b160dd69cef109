import { expect, it } from 'vitest'
import type { DayCounts } from './day-counts.ts'
import type { Decision } from './decisions-file.ts'
import { type CallChoice, daysOf, figuresOf } from './figures.ts'
import type { StoredReport } from './report-file.ts'
import { emptyReport, ShadowReport } from './shadow-report.ts'

const dayMs = 24 * 3_600_000
const example = { appKey: 'erp', couponCode: 'A', upstream: '', ours: '' }
const row = (kind: string, lastAtMs: number) =>
  ({ class: 'field', kind, method: 'a.b', name: '', count: 1, firstAtMs: 0, lastAtMs, example }) as const

function dayOf(day: string, deviated: Record<string, number>, agreed = 0): DayCounts {
  const compared = agreed + Object.values(deviated).reduce((sum, calls) => sum + calls, 0)
  return { day, skipped: {}, groups: [{ method: 'a.b', appKey: 'erp', seen: compared, compared, agreed, deviated }] }
}

const switching = { routes: [], isDamaged: false, isInForce: true, state: undefined, refused: [] } as const

function report(more: Partial<StoredReport>): StoredReport {
  const run = { version: 2, port: 1, upstream: 'crm', sellerId: '1', startedAtMs: 0, updatedAtMs: 0 } as const
  return { ...run, rows: [], unlisted: 0, days: [], decisions: [], conditions: {}, switching, ...more }
}

const decision = (act: Decision['act'], named: string, more: Partial<Decision> = {}): Decision => ({
  act,
  named,
  isSoFar: false,
  reason: 'r',
  by: 'b',
  atMs: 0,
  ...more,
})

it('counts a call as accepted if each of its deviations is, however early it came', () => {
  const days = [dayOf('1970-01-01', { 'field:a': 2, 'field:a field:b': 3 }), dayOf('1970-01-02', { 'field:a': 4 }, 1)]
  const rows = [row('field:a', 5), row('field:b', 5)]
  const accepted = (...decisions: Decision[]) => {
    const { calls, open } = figuresOf(report({ days, rows, decisions }))
    return [calls.accepted, open.map(({ kind }) => kind)]
  }
  expect(accepted()).toEqual([0, ['field:a', 'field:b']])
  expect(accepted(decision('accept', 'field:a'))).toEqual([6, ['field:b']])
  expect(accepted(decision('accept', 'field'))).toEqual([9, []])
  expect(accepted(decision('accept', 'fie'))).toEqual([0, ['field:a', 'field:b']])
  expect(accepted(decision('accept', 'field'), decision('withdraw', 'field'))).toEqual([0, ['field:a', 'field:b']])
})

it('opens a class that was accepted so far when it is found again', () => {
  const days = [dayOf('1970-01-01', { 'field:a': 2 }), dayOf('1970-01-02', { 'field:a': 3 })]
  const atMs = dayMs + 100
  const decisions = [decision('accept', 'field:a', { isSoFar: true, atMs })]
  const of = (lastAtMs: number) => figuresOf(report({ days, rows: [row('field:a', lastAtMs)], decisions }))
  expect(of(atMs)).toMatchObject({ calls: { accepted: 5 }, open: [] })
  expect(of(atMs + 1)).toMatchObject({ calls: { accepted: 2 }, open: [{ kind: 'field:a' }] })
})

it('counts calls that agreed at a second look among those that agree, and apart', () => {
  const call = { method: 'a.b', appKey: 'erp', atMs: 0 }
  const counted = new ShadowReport(emptyReport(0))
  counted.compared(call, [])
  counted.agreedByTiming(call)
  const days = [...counted.days(), dayOf('1970-01-02', {}, 1)]
  const calls = { seen: 1, compared: 3, agreed: 3, timing: 1, accepted: 0 }
  const conditions = { openClasses: 0, agreement: 100 }
  const figures = figuresOf(report({ days, conditions }))
  expect(figures).toMatchObject({ calls, groups: [calls], open: [], openClasses: 0, agreement: 100 })
  expect(figures.days.map(({ timing }) => timing)).toEqual([1, 0])
  expect(figures.conditions.map(({ isMet }) => isMet)).toEqual([true, true])
})

it('counts the calls of one method or app alone, day by day', () => {
  const counted = new ShadowReport(emptyReport(0))
  for (const [method, appKey] of [
    ['a.b', 'erp'],
    ['a.b', 'till'],
    ['a.c', 'erp'],
  ] as const) {
    counted.compared({ method, appKey, atMs: 0 }, [])
  }
  const { days } = figuresOf(report({ days: [...counted.days(), dayOf('1970-01-02', {}, 1)] }))
  const compared = (choice: CallChoice) => daysOf(days, choice).map((day) => day.compared)
  expect(compared({})).toEqual([3, 1])
  expect(compared({ method: 'a.b' })).toEqual([2, 1])
  expect(compared({ appKey: 'till' })).toEqual([1, 0])
  expect(compared({ method: 'a.c', appKey: 'erp' })).toEqual([1, 0])
})

it('sums calls by seller, without those whose seller is unknown', () => {
  const counted = new ShadowReport(emptyReport(0))
  for (const sellerId of ['222', '111', '222', undefined])
    counted.saw({ method: 'a.b', appKey: 'erp', sellerId, atMs: 0 })
  counted.compared({ method: 'a.b', appKey: 'erp', sellerId: '222', atMs: 0 }, [])
  const { sellers, groups } = figuresOf(report({ days: counted.days() }))
  const none = { compared: 0, agreed: 0, timing: 0, accepted: 0 }
  expect(sellers).toEqual([
    { sellerId: '222', ...none, seen: 2, compared: 1, agreed: 1 },
    { sellerId: '111', ...none, seen: 1 },
  ])
  expect(groups).toMatchObject([{ seen: 4, compared: 1 }])
})

it('gives the share of calls that agree to two decimals, never above what it is', () => {
  const agreementOf = (agreed: number, other: number) =>
    figuresOf(report({ days: [dayOf('1970-01-01', { 'field:a': other }, agreed)] })).agreement
  expect([agreementOf(57, 43), agreementOf(99_999, 1), agreementOf(3, 0)]).toEqual([57, 99.99, 100])
})

it('judges the conditions that are set, and counts deviations without a row as open', () => {
  const days = [
    dayOf('1970-01-01', { 'field:a': 1 }, 1),
    { ...dayOf('1970-01-02', {}), skipped: { busy: 2, batch: 9 } },
  ]
  const conditions = { days: 2, calls: 2, agreement: 50.01, coverage: 50, openClasses: 1 }
  const judged = (more: Partial<StoredReport>) =>
    figuresOf(report({ days, rows: [row('field:a', 5)], conditions, ...more })).conditions.map(
      ({ name, figure, isMet }) => `${name} ${figure} ${isMet}`,
    )
  expect(judged({})).toEqual([
    'days 1 false',
    'calls 2 true',
    'agreement 50 false',
    'coverage 50 true',
    'openClasses 1 true',
  ])
  expect(judged({ unlisted: 7 })).toContain('openClasses 2 false')
  expect(judged({ conditions: { calls: 3 } })).toEqual(['calls 2 false'])
})

it('meets no condition before a call was compared', () => {
  const conditions = { openClasses: 0, coverage: 0 }
  const metOf = (days: DayCounts[]) => figuresOf(report({ days, conditions })).conditions.map(({ isMet }) => isMet)
  expect([metOf([]), metOf([dayOf('1970-01-01', {}, 1)])]).toEqual([
    [false, false],
    [true, true],
  ])
})

it('counts open classes of days whose rows are lost', () => {
  const days = [dayOf('1970-01-01', { 'field:a': 1, 'field:a field:b': 1, '…': 1 })]
  const openOf = (...decisions: Decision[]) => figuresOf(report({ days, decisions })).openClasses
  expect([openOf(), openOf(decision('accept', 'field:a'))]).toEqual([2, 1])
})
