import { expect, test } from 'vitest'
import { daysOf, periodOf, usualPeriods } from './period.ts'

const today = '2026-03-01'

test('is the last 30 days unless the address names others', () => {
  expect(periodOf(undefined, undefined, today)).toEqual({ from: '2026-01-31', to: today })
  expect(periodOf('2026-02-01', '2026-02-10', today)).toEqual({ from: '2026-02-01', to: '2026-02-10' })
})

test('ends today at the latest, begins before it ends, and has at most 400 days', () => {
  expect(periodOf(undefined, '2027-01-01', today).to).toBe(today)
  expect(periodOf('2026-02-20', '2026-02-10', today)).toEqual({ from: '2026-01-12', to: '2026-02-10' })
  expect(daysOf(periodOf('2000-01-01', today, today))).toHaveLength(400)
})

test('names the months by the calendar', () => {
  expect(usualPeriods(today).thisMonth).toEqual({ from: '2026-03-01', to: today })
  expect(usualPeriods(today).lastMonth).toEqual({ from: '2026-02-01', to: '2026-02-28' })
})
