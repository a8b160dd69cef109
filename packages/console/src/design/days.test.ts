import { describe, expect, test } from 'vitest'
import { addDays, countdownText, dayOf, daysBetween, momentMs, shortMoment, shortRange } from './days.ts'

describe('days of GMT+8', () => {
  test('begin at 16:00 UTC', () => {
    expect(dayOf(Date.parse('2026-11-24T15:59:59Z'))).toBe('2026-11-24')
    expect(dayOf(Date.parse('2026-11-24T16:00:00Z'))).toBe('2026-11-25')
  })

  test('are counted over months and years', () => {
    expect(daysBetween('2026-11-24', '2026-11-27')).toBe(3)
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1)
    expect(daysBetween('2026-11-27', '2026-11-24')).toBe(-3)
    expect(addDays('2026-12-31', 30)).toBe('2027-01-30')
  })
})

describe('moments', () => {
  test('of the API are GMT+8', () => {
    expect(momentMs('2026-11-24 22:29:00')).toBe(Date.parse('2026-11-24T14:29:00Z'))
  })

  test('are short this year, and have their year otherwise', () => {
    expect(shortMoment('2026-11-24 22:29:00', '2026-12-01')).toBe('11-24 22:29')
    expect(shortMoment('2025-11-24 22:29:00', '2026-12-01')).toBe('2025-11-24 22:29')
  })
})

test('shortens a range by the years that repeat', () => {
  const today = '2026-11-25'
  expect(shortRange('2026-11-01', '2026-12-31', today)).toBe('11-01 – 12-31')
  expect(shortRange('2026-11-01', '2027-01-30', today)).toBe('11-01 – 2027-01-30')
  expect(shortRange('2018-11-11', '2018-11-11', today)).toBe('2018-11-11 – 11-11')
})

test.each([
  [1, '00:01'],
  [59_000, '00:59'],
  [899_500, '15:00'],
  [3_600_000, '1:00:00'],
  [86_399_000, '23:59:59'],
])('%i ms run down as %s', (leftMs, text) => {
  expect(countdownText(leftMs)).toBe(text)
})
