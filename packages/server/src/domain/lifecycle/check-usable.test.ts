import { describe, expect, test } from 'vitest'
import type { CouponState } from '#domain/coupon/coupon'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { checkUsable } from './check-usable.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const unused: CouponState = { kind: 'unused' }
const held: CouponState = { kind: 'held', orderId: 'SO-1', untilMs: noon + 1000 }
const redemption = { redemptionId: 'R', orderId: 'SO-1', atMs: noon, shop: '01' }

function check(state: CouponState, moment: number | string, orderId = 'SO-1') {
  const nowMs = typeof moment === 'string' ? Date.parse(`${moment}+08:00`) : moment
  return checkUsable(storedCouponOf(state), { orderId, nowMs, atMs: nowMs })
}

test.each([
  ['the first second of its first day', '2026-11-01T00:00:00'],
  ['the middle', '2026-11-15T12:00:00'],
  ['the last second of its last day', '2026-11-30T23:59:59'],
])('an unused coupon is usable in %s', (_name, moment) => {
  expect(check(unused, moment)).toBeUndefined()
})

test.each([
  ['the second before its first day', '2026-10-31T23:59:59', { kind: 'not-started', startDate: '2026-11-01' }],
  ['the first second after its last day', '2026-12-01T00:00:00', { kind: 'expired', endDate: '2026-11-30' }],
])('an unused coupon is refused in %s', (_name, moment, refusal) => {
  expect(check(unused, moment)).toEqual(refusal)
})

test('a coupon without dates is usable at any time', () => {
  const coupon = storedCouponOf(unused, { startDate: undefined, endDate: undefined })
  expect(checkUsable(coupon, { orderId: 'SO-1', nowMs: 0, atMs: 0 })).toBeUndefined()
})

test.each([
  ['used', { kind: 'used', redemption } as const, { kind: 'already-used', orderId: 'SO-1', atMs: noon }],
  ['used before', { kind: 'used' } as const, { kind: 'already-used', orderId: undefined, atMs: undefined }],
  ['void', { kind: 'void' } as const, { kind: 'void' }],
])('a coupon that is %s is refused, and the winner named', (_name, state, refusal) => {
  expect(check(state, noon)).toEqual(refusal)
})

describe('a held coupon', () => {
  test('is usable by the order that holds it', () => {
    expect(check(held, noon)).toBeUndefined()
  })

  test('is refused to another order, with the moment that frees it', () => {
    expect(check(held, noon, 'SO-2')).toEqual({ kind: 'held', orderId: 'SO-1', untilMs: noon + 1000 })
  })

  test('is free from the very moment that the hold ends', () => {
    expect(check(held, noon + 999, 'SO-2')).toMatchObject({ kind: 'held' })
    expect(check(held, noon + 1000, 'SO-2')).toBeUndefined()
  })

  test('may be used by its order within the hold even after the last day, and by no order once the hold ended', () => {
    const midnight = Date.parse('2026-12-01T00:00:00+08:00')
    const overnight: CouponState = { kind: 'held', orderId: 'SO-1', untilMs: midnight + 1000 }
    expect(check(overnight, midnight)).toBeUndefined()
    expect(check(overnight, midnight + 1000)).toMatchObject({ kind: 'expired' })
  })
})

test('dates are judged by when it was redeemed, holds by now', () => {
  const nowMs = Date.parse('2026-12-02T10:00:00+08:00')
  const atMs = Date.parse('2026-11-30T23:59:59+08:00')
  expect(checkUsable(storedCouponOf(unused), { orderId: 'SO-1', nowMs, atMs })).toBeUndefined()
  const heldNow: CouponState = { kind: 'held', orderId: 'SO-2', untilMs: nowMs + 1 }
  expect(checkUsable(storedCouponOf(heldNow), { orderId: 'SO-1', nowMs, atMs })).toMatchObject({ kind: 'held' })
})
