import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, compareDays, dayOf, isCalendarDay, momentText, parseMoment, startOfDay } from './dates.ts'

test.each([
  ['the last second of a GMT+8 day', Date.UTC(2026, 10, 24, 15, 59, 59, 999), '2026-11-24'],
  ['the first millisecond of the next', Date.UTC(2026, 10, 24, 16, 0, 0, 0), '2026-11-25'],
  ['midnight of UTC, which is eight in the morning', Date.UTC(2026, 0, 1), '2026-01-01'],
  ['the turn of the year', Date.UTC(2026, 11, 31, 16), '2027-01-01'],
  ['a leap day', Date.UTC(2028, 1, 28, 16), '2028-02-29'],
  ['a moment before 1970', Date.UTC(1969, 11, 31, 15, 59, 59, 999), '1969-12-31'],
])('%s falls on its day', (_name, epochMs, day) => {
  expect(dayOf(epochMs)).toBe(day)
})

test('the day is the one that ISO 8601 writes for the clock eight hours ahead, for any moment', () => {
  const moments = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2500, 0, 1) })
  fc.assert(
    fc.property(moments, (epochMs) => {
      expect(dayOf(epochMs)).toBe(new Date(epochMs + 8 * 3_600_000).toISOString().slice(0, 10))
    }),
  )
})

test.each(['2026-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '0001-01-01'])('%s is a calendar day', (text) => {
  expect(isCalendarDay(text)).toBe(true)
})

test.each([
  '2026-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-00-10',
  '2026-13-01',
  '2026-01-00',
  '0000-01-01',
  '2026-1-1',
  '2026/01/01',
  '2026-01-01 ',
  '20260101',
  '２０２６-01-01',
  '',
])('%j is no calendar day', (text) => {
  expect(isCalendarDay(text)).toBe(false)
})

test('days compare as the calendar orders them', () => {
  expect(compareDays('2026-01-31', '2026-02-01')).toBeLessThan(0)
  expect(compareDays('2026-12-01', '2026-02-01')).toBeGreaterThan(0)
  expect(compareDays('2026-02-01', '2026-02-01')).toBe(0)
})

test.each([
  ['the last second of a day', Date.UTC(2026, 10, 24, 15, 59, 59, 999), '2026-11-24 23:59:59'],
  ['midnight', Date.UTC(2026, 10, 24, 16), '2026-11-25 00:00:00'],
  ['single digits', Date.UTC(2026, 0, 1, 1, 2, 3), '2026-01-01 09:02:03'],
])('writes a moment in GMT+8: %s', (_name, epochMs, expected) => {
  expect(momentText(epochMs)).toBe(expected)
})

test.each([
  ['2026-11-24', 7, '2026-12-01'],
  ['2028-03-01', -1, '2028-02-29'],
  ['2026-11-24', 0, '2026-11-24'],
  ['9999-12-31', 7, '9999-12-31'],
])('counts %s and %i days to %s', (day, days, expected) => {
  expect(addDays(day, days)).toBe(expected)
})

test('a day starts with its first millisecond in GMT+8', () => {
  const start = startOfDay('2026-11-25')
  expect([dayOf(start - 1), dayOf(start)]).toEqual(['2026-11-24', '2026-11-25'])
})

test('a moment survives being written and read, to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (second) => {
      expect(parseMoment(momentText(second * 1000))).toBe(second * 1000)
    }),
  )
})

test.each([
  '2026-11-24',
  '2026-11-24T10:00:00',
  '2026-11-24 24:00:00',
  '2026-02-29 10:00:00',
  '2026-11-24 10:60:00',
  '',
])('%j is no moment', (text) => {
  expect(parseMoment(text)).toBeUndefined()
})
