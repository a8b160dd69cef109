import { expect, test } from 'vitest'
import { type Daily, stackDays } from './stack-days.ts'

const row = (day: string, redeemed: number, offAmount: string) => ({ day, redeemed, issued: 0, offAmount })
const days = ['2026-11-23', '2026-11-24']
const daily: Daily = {
  names: ['T', 'none'],
  rows: [{ ...row('2026-11-24', 2, '40.10'), name: 'T' }],
  totals: [row('2026-11-23', 1, '5.00'), row('2026-11-24', 3, '45.10')],
}

test('what all have beyond the named groups is one more layer, and empty layers are left out', () => {
  expect(stackDays(daily, days, 'redeemed')).toEqual([
    { name: 'T', values: [0, 2], sum: 2 },
    { name: undefined, values: [1, 1], sum: 2 },
  ])
})

test('amounts are added in fen', () => {
  expect(stackDays(daily, days, 'off')).toEqual([
    { name: 'T', values: [0, 4010], sum: 4010 },
    { name: undefined, values: [500, 500], sum: 1000 },
  ])
})

test('nothing at all has no layers', () => {
  expect(stackDays(daily, days, 'issued')).toEqual([])
})
