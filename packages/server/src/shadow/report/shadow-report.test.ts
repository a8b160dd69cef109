import { expect, it } from 'vitest'
import type { Deviation } from './deviation.ts'
import { emptyReport, ShadowReport } from './shadow-report.ts'

const call = { method: 'a.b', appKey: 'erp', atMs: 5 }
const field = (name: string, upstream: string, ours: string): Deviation => ({
  class: 'field',
  name,
  couponCode: 'A',
  upstream,
  ours,
})

it('counts equal deviations in one row, with the latest example, and values apart where they are few', () => {
  const report = new ShadowReport(emptyReport(1))
  report.compared(call, [field('end_date', '1', '2'), field('status', '1', '0')])
  report.compared({ ...call, atMs: 9 }, [field('end_date', '3', '4'), field('status', '2', '0')])
  report.compared(call, [])
  const { rows } = report.data()
  expect(rows.map(({ name, count }) => `${name} ${count}`)).toEqual(['end_date 2', 'status 1', 'status 1'])
  expect(rows[0]).toMatchObject({ firstAtMs: 5, lastAtMs: 9, example: { upstream: '3', ours: '4' } })
  const deviated = { 'field:end_date field:status:1/0': 1, 'field:end_date field:status:2/0': 1 }
  expect(report.days()).toEqual([
    {
      day: '1970-01-01',
      skipped: {},
      groups: [{ method: 'a.b', appKey: 'erp', seen: 0, compared: 3, agreed: 1, deviated }],
    },
  ])
})

it('keeps the time of the latest deviation when an earlier one is counted after it', () => {
  const report = new ShadowReport(emptyReport(1))
  for (const atMs of [7, 9, 5]) report.compared({ ...call, atMs }, [field('end_date', '1', '2')])
  expect(report.data().rows).toMatchObject([{ count: 3, firstAtMs: 5, lastAtMs: 9 }])
})

it('shows no phone, no card, and nothing of an attribute', () => {
  const report = new ShadowReport(emptyReport(1))
  report.compared(call, [
    field('phone', '18612255668', '186****5668'),
    field('card_no', '1231321111', ''),
    field('attribute', '{"id":"x"}', ''),
    field('describe', 'call 18612255668', '-'),
    field('coupon_name', 'x'.repeat(1_000), ''),
  ])
  const shown = report.data().rows.map(({ example: { upstream, ours } }) => `${upstream} / ${ours}`)
  expect(shown.slice(0, 4)).toEqual(['186****5668 / 186****5668 (*)', '12****11 / ', '(10) / ', 'call 186****5668 / -'])
  expect(shown[4]?.length).toBeLessThan(120)
})

it.each<[name: string, deviation: Partial<Deviation>, upstream: string]>([
  ['an error code with a phone', { class: 'error', upstream: '会员18612255668(卡1231321111)不存在' }, '…'],
  ['an error code with a secret', { class: 'error', upstream: 'token=abc' }, '…'],
  ['an error code that is a phone', { class: 'error', upstream: '18612255668' }, '…'],
  [
    'an error code',
    { class: 'error', upstream: 'isv.coupon-not-exist:coupon_code' },
    'isv.coupon-not-exist:coupon_code',
  ],
  ['a phone as a code', { class: 'missing', upstream: '18612255668' }, '18****68'],
  ['codes in their order', { class: 'order', upstream: 'A1 186-1225-5668 …' }, 'A1 186****668 …'],
  ['a phone with its country', { name: 'describe', upstream: '+8618612255668' }, '+861****668'],
  ['a phone with separators', { name: 'describe', upstream: 'call 186-1225 5668' }, 'call 186****668'],
  ['an identity card', { name: 'coupon_name', upstream: '11010519491231002X' }, '1101****002X'],
  ['a day', { name: 'end_date', upstream: '2099-11-11' }, '2099-11-11'],
])('shows of %s what may be shown', (_name, deviation, upstream) => {
  const report = new ShadowReport(emptyReport(1))
  report.compared(call, [{ ...field('', '', ''), ...deviation }])
  expect(report.data().rows[0]?.example.upstream).toBe(upstream)
})

it('stays small whatever callers and the upstream make up', () => {
  const report = new ShadowReport(emptyReport(1))
  for (let n = 0; n < 2_000; n += 1) {
    report.saw({ ...call, method: `m${n}`, appKey: '<b>' })
    report.compared(call, [field(`f${n}`, 'a', 'b')])
  }
  const { rows, unlisted } = report.data()
  const groups = report.days()[0]?.groups ?? []
  expect([groups.length, rows.length, unlisted]).toEqual([201, 500, 1_500])
  expect(groups.find(({ method }) => method === '…')?.seen).toBe(1_801)
  expect(groups.map(({ deviated }) => Object.keys(deviated).length).filter((length) => length > 31)).toEqual([])
})

it('names methods and apps however many sellers call', () => {
  const report = new ShadowReport(emptyReport(1))
  for (let n = 0; n < 300; n += 1) report.saw({ ...call, sellerId: String(n) })
  report.saw({ ...call, method: 'c.d', sellerId: '1' })
  const groups = report.days()[0]?.groups ?? []
  expect([...new Set(groups.map(({ method }) => method))]).toEqual(['a.b', 'c.d'])
  expect(groups.length).toBeLessThan(201)
  expect(groups.reduce((sum, { seen }) => sum + seen, 0)).toBe(301)
})

it('counts a call of very many kinds of deviations under no name', () => {
  const report = new ShadowReport(emptyReport(1))
  report.compared(
    call,
    Array.from({ length: 30 }, (_, n) => field(`member_${n}`, 'a', 'b')),
  )
  expect(report.days()[0]?.groups[0]?.deviated).toEqual({ '…': 1 })
})

it('goes on where an earlier run ended, also on another day', () => {
  const nextDay = { ...call, atMs: 24 * 3_600_000 }
  const first = new ShadowReport(emptyReport(1))
  first.compared(call, [field('end_date', '1', '2')])
  first.skipped('busy', { calls: 3, atMs: call.atMs })
  const { data, days } = JSON.parse(JSON.stringify({ data: first.data(), days: first.days() }))
  const second = new ShadowReport(data, days)
  second.compared(nextDay, [field('end_date', '1', '2')])
  second.skipped('busy', { calls: 1, atMs: nextDay.atMs })
  expect(second.data()).toMatchObject({ startedAtMs: 1, rows: [{ count: 2 }] })
  expect(second.days().map(({ day }) => day)).toEqual(['1970-01-02'])
  expect(second.counts()).toMatchObject({ compared: 2, agreed: 0, skipped: { busy: 4 } })
})

it('loses nothing of a written day when the clock is set back', () => {
  const report = new ShadowReport(emptyReport(1))
  const sawOn = (...days: number[]) => {
    for (const day of days) report.saw({ ...call, atMs: day * 24 * 3_600_000 })
  }
  const seen = () => report.days().map(({ day, groups }) => [day, groups[0]?.seen])
  sawOn(0, 0, 1, 2)
  report.daysWritten()
  sawOn(1)
  expect(seen()).toEqual([['1970-01-02', 2]])
  sawOn(0)
  expect(seen()).toEqual([['1970-01-02', 3]])
})
