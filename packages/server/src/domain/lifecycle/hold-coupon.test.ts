import { expect, test } from 'vitest'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { holdCoupon, releaseCoupon } from './hold-coupon.ts'
import type { StoredCoupon } from './stored-coupon.ts'

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const stored = storedCouponOf({ kind: 'unused' })
const coupon = { ...stored, terms: { ...stored.terms, startDate: '2026-11-01', endDate: '2026-11-29' } }
const holder = { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 } as const

function holding(state: StoredCoupon['state'], orderId = 'SO1') {
  const found = { coupon: { ...coupon, state }, reserved: undefined }
  return holdCoupon.decide({ input: { couponCode: 'c', orderId, ttlSeconds: 60 }, found, nowMs })
}

function releasing(state: StoredCoupon['state'], orderId = 'SO1') {
  const found = { coupon: { ...coupon, state }, reserved: undefined }
  return releaseCoupon.decide({ input: { couponCode: 'c', orderId }, found, nowMs })
}

test('a free coupon is held for the seconds that were asked for, and the same order may move the end', () => {
  for (const state of [{ kind: 'unused' }, holder] as const) {
    const held = { kind: 'held', orderId: 'SO1', untilMs: nowMs + 60_000 }
    expect(holding(state)).toMatchObject({
      kind: 'done',
      answer: { untilMs: nowMs + 60_000 },
      changes: [{ kind: 'step', to: { kind: 'held', from: { state }, to: { state: held } } }],
    })
  }
})

test.each([
  ['void', { kind: 'void' }, 'VOID'],
  ['held by another order', holder, 'HELD_BY'],
  ['used', { kind: 'used', redemption: undefined }, 'USED_BY'],
] as const)('a coupon that is %s is not held', (_name, state, code) => {
  expect(holding(state, 'SO2')).toMatchObject({ kind: 'refused', refusal: { kind: 'not-usable', reason: { code } } })
})

test('a hold ends with its last millisecond, whoever asks then', () => {
  expect(holding({ ...holder, untilMs: nowMs }, 'SO2').kind).toBe('done')
})

test('a coupon is held on its last day, and not on the day after', () => {
  const input = { couponCode: 'c', orderId: 'SO1', ttlSeconds: 60 }
  const decideAt = (text: string) => {
    return holdCoupon.decide({ input, found: { coupon, reserved: undefined }, nowMs: Date.parse(text) })
  }
  expect(decideAt('2026-11-29T23:59:59.999+08:00').kind).toBe('done')
  expect(decideAt('2026-11-30T00:00:00+08:00')).toMatchObject({
    kind: 'refused',
    refusal: { reason: { code: 'EXPIRED' } },
  })
})

test('a code without a coupon is refused by what it is', () => {
  const input = { couponCode: 'c', orderId: 'SO1', ttlSeconds: 60 }
  for (const [reserved, kind] of [
    [undefined, 'coupon-not-found'],
    [{ couponId: 'T', channel: undefined }, 'coupon-not-claimed'],
  ] as const) {
    const found = { coupon: undefined, reserved }
    const refused = { kind: 'refused', refusal: { kind, couponCode: 'c' } }
    expect(holdCoupon.decide({ input, found, nowMs })).toEqual(refused)
    expect(releaseCoupon.decide({ input, found, nowMs })).toEqual(refused)
  }
})

test('only the order that holds a coupon releases it; a free one is unchanged', () => {
  expect(releasing(holder)).toMatchObject({
    answer: { isUnchanged: false },
    changes: [{ to: { kind: 'released', to: { state: { kind: 'unused' } } } }],
  })
  expect(releasing(holder, 'SO2')).toMatchObject({ kind: 'refused', refusal: { reason: { code: 'HELD_BY' } } })
  for (const state of [{ kind: 'unused' }, { kind: 'void' }, { ...holder, untilMs: nowMs }] as const) {
    expect(releasing(state)).toEqual({ kind: 'done', answer: { isUnchanged: true }, changes: [] })
  }
})
