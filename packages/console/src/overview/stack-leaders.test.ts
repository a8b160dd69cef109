import { expect, test } from 'vitest'
import { stackLeaders } from './stack-leaders.ts'

const row = (day: string, redeemed: number, offAmount: string) => ({ day, redeemed, issued: 0, offAmount })
const days = ['2026-11-23', '2026-11-24']
const sums = { redeemed: 2, issued: 0, offAmount: '40.10' }
const template = { code: 'T', ...sums, days: [row('2026-11-24', 2, '40.10')] }
const found = {
  leaders: [template, { code: '', redeemed: 0, issued: 0, offAmount: '0.00', days: [] }],
  totals: [row('2026-11-23', 1, '5.00'), row('2026-11-24', 3, '45.10')],
}

test('what all have beyond the leading groups is one more layer, and empty layers are left out', () => {
  expect(stackLeaders(found, days, 'redeemed')).toEqual([
    { leader: template, values: [0, 2], sum: 2 },
    { leader: undefined, values: [1, 1], sum: 2 },
  ])
})

test('amounts are added in fen', () => {
  expect(stackLeaders(found, days, 'off')).toMatchObject([
    { values: [0, 4010], sum: 4010 },
    { values: [500, 500], sum: 1000 },
  ])
})

test('nothing at all has no layers', () => {
  expect(stackLeaders(found, days, 'issued')).toEqual([])
})
