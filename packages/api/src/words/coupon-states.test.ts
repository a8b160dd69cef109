import { expect, it } from 'vitest'
import { couponStateOf } from './coupon-states.ts'

it.each([
  ['0', undefined, 'usable'],
  ['0', '2026-11-24', 'usable'],
  ['0', '2026-11-25', 'upcoming'],
  ['1', '2026-11-25', 'used'],
  ['2', undefined, 'expired'],
  ['3', '2026-11-25', 'void'],
  ['4', undefined, 'held'],
] as const)('status %s with the first day %s is %s on 2026-11-24', (status, startDate, state) => {
  expect(couponStateOf({ status, startDate }, '2026-11-24')).toBe(state)
})
