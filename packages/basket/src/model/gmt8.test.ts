import { expect, test } from 'vitest'
import { dayOf, dayOfMonth, minuteOfDay, momentText, startOfDay, weekdayOf } from './gmt8.ts'

test.each([
  { utc: '2026-11-24T15:59:59.999Z', day: '2026-11-24', dayInMonth: 24, weekday: 2, minute: 1_439 },
  { utc: '2026-11-24T16:00:00.000Z', day: '2026-11-25', dayInMonth: 25, weekday: 3, minute: 0 },
  { utc: '2026-11-29T03:30:00.000Z', day: '2026-11-29', dayInMonth: 29, weekday: 7, minute: 690 },
  { utc: '1969-12-31T15:00:00.000Z', day: '1969-12-31', dayInMonth: 31, weekday: 3, minute: 1_380 },
])('$utc in GMT+8, whatever the zone of the host', ({ utc, day, dayInMonth, weekday, minute }) => {
  const ms = Date.parse(utc)
  expect([dayOf(ms), dayOfMonth(ms), weekdayOf(ms), minuteOfDay(ms)]).toEqual([day, dayInMonth, weekday, minute])
  expect(dayOf(startOfDay(ms))).toBe(day)
  expect(dayOf(startOfDay(ms) - 1)).not.toBe(day)
})

test('writes moments to the second', () => {
  expect(momentText(Date.parse('2026-11-24T16:00:05Z'))).toBe('2026-11-25 00:00:05')
})
