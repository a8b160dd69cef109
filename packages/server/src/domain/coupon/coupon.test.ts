import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftOf } from '#testing/example-draft'
import { type CouponState, couponStatus, statusLastsUntilMs } from './coupon.ts'

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

const dayMs = 86_400_000
/** From some days before the last one to some days after it, often at the turn of a day or a hold. */
const anyMoment = fc.oneof(
  fc.integer({ min: lastMoment - 3 * dayMs, max: lastMoment + 3 * dayMs }),
  fc.integer({ min: -2, max: 2 }).map((ms) => lastMoment + ms),
)
const anyState: fc.Arbitrary<CouponState> = fc.oneof(
  fc.constant(unused),
  fc.constantFrom<CouponState>({ kind: 'used' }, { kind: 'void' }),
  anyMoment.map((untilMs): CouponState => ({ kind: 'held', orderId: 'order-1', untilMs })),
)

test('a status lasts until the moment it is said to, and changes then', () => {
  const anyEnd = fc.constantFrom('2026-11-24', '2026-11-25', undefined)
  fc.assert(
    fc.property(anyState, anyEnd, anyMoment, fc.array(anyMoment), (state, endDate, nowMs, moments) => {
      const coupon = { state, terms: { ...draftOf().terms, endDate } }
      const status = couponStatus(coupon, nowMs)
      const untilMs = statusLastsUntilMs(coupon, nowMs)
      expect(untilMs).toBeGreaterThan(nowMs)
      for (const moment of [...moments, untilMs - 1]) {
        if (nowMs <= moment && moment < untilMs) expect(couponStatus(coupon, moment)).toBe(status)
      }
      if (untilMs !== Number.POSITIVE_INFINITY) expect(couponStatus(coupon, untilMs)).not.toBe(status)
    }),
  )
})
