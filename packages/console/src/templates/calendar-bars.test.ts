import { expect, test } from 'vitest'
import { addMonths, barOf, lastDayOf, spansOf } from './calendar-bars.ts'

const savedAt = '2026-11-24 22:29:00'

test('fixed dates: claimed until the last usable day, or until claiming ends', () => {
  const dates = { savedAt, startDate: '2026-12-01', endDate: '2026-12-31' }
  expect(spansOf(dates)).toEqual({
    claim: { from: '2026-11-24', to: '2026-12-31' },
    use: { from: '2026-12-01', to: '2026-12-31' },
  })
  expect(spansOf({ ...dates, startDate: '2026-11-01' }).claim.from).toBe('2026-11-01')
  const window = { claimFrom: '2026-11-01 00:00:00', claimTo: '2026-11-30 23:59:59', publishAt: '2026-11-05 08:00:00' }
  expect(spansOf({ ...dates, ...window }).claim).toEqual({ from: '2026-11-05', to: '2026-11-30' })
})

test('days from the claim: used until the last claim has ended, or without an end', () => {
  const days = { savedAt, validFromDay: 1, validToDay: 7 }
  expect(spansOf(days)).toEqual({
    claim: { from: '2026-11-24', to: undefined },
    use: { from: '2026-11-25', to: undefined },
  })
  expect(spansOf({ ...days, claimTo: '2026-11-30 23:59:59' }).use.to).toBe('2026-12-07')
})

const within = { isFromBefore: false, isToAfter: false }

test.each([
  [
    { from: '2026-11-05', to: '2026-11-07' },
    { first: 5, last: 7, ...within },
  ],
  [
    { from: '2026-10-05', to: '2026-11-01' },
    { first: 1, last: 1, ...within, isFromBefore: true },
  ],
  [
    { from: '2026-11-30', to: undefined },
    { first: 30, last: 30, ...within, isToAfter: true },
  ],
  [{ from: '2026-10-01', to: '2026-10-31' }, undefined],
  [{ from: '2026-12-01', to: undefined }, undefined],
  [{ from: '2026-11-20', to: '2026-11-10' }, undefined],
])('%o in November is %o', (span, bar) => {
  expect(barOf(span, '2026-11')).toEqual(bar)
})

test('months follow each other over the year, and February has its days', () => {
  expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  expect([lastDayOf('2026-02'), lastDayOf('2028-02')]).toEqual(['2026-02-28', '2028-02-29'])
})
