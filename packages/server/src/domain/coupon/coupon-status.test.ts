import { expect, test } from 'vitest'
import type { CouponState } from './coupon.ts'
import { couponStatus } from './coupon-status.ts'
import { draftOf } from './draft-fixture.ts'

const lastMoment = Date.UTC(2026, 10, 24, 15, 59, 59, 999)
const unused: CouponState = { kind: 'unused' }

function statusAt(state: CouponState, nowMs: number, endDate: string | undefined = '2026-11-24'): string {
  return couponStatus({ state, terms: { ...draftOf().terms, endDate } }, nowMs)
}

test('is unused to the last millisecond of its end date in GMT+8', () => {
  expect(statusAt(unused, lastMoment)).toBe('0')
})

test('is expired on the day after its end date', () => {
  expect(statusAt(unused, lastMoment + 1)).toBe('2')
})

test('never expires without an end date', () => {
  const { endDate: _none, ...terms } = draftOf().terms
  expect(couponStatus({ state: unused, terms: { ...terms, endDate: undefined } }, Date.UTC(9000, 0))).toBe('0')
})

test('stays used or void whatever the date', () => {
  expect(statusAt({ kind: 'used' }, lastMoment + 1)).toBe('1')
  expect(statusAt({ kind: 'void' }, lastMoment + 1)).toBe('3')
})

test('is held until the hold runs out, and unused from that very moment', () => {
  const held: CouponState = { kind: 'held', orderId: 'order-1', untilMs: lastMoment - 1000 }
  expect(statusAt(held, lastMoment - 1001)).toBe('4')
  expect(statusAt(held, lastMoment - 1000)).toBe('0')
})

test('is expired when its hold ran out after the end date, but held before', () => {
  const held: CouponState = { kind: 'held', orderId: 'order-1', untilMs: lastMoment + 1000 }
  expect(statusAt(held, lastMoment + 999)).toBe('4')
  expect(statusAt(held, lastMoment + 1000)).toBe('2')
})
