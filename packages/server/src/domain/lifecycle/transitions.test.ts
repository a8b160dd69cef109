import { describe, expect, test } from 'vitest'
import type { CouponState } from '#domain/coupon/coupon'
import type { ReturnPolicy } from '#domain/templates/template'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { extend, giveBack, hold, release, takeOutOfUse } from './transitions.ts'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const redemption = { redemptionId: 'R1', orderId: 'SO-1', atMs: nowMs, shop: '01' }

const unused: CouponState = { kind: 'unused' }
const heldByMe: CouponState = { kind: 'held', orderId: 'SO-1', untilMs: nowMs + 1 }
const heldByOther: CouponState = { kind: 'held', orderId: 'SO-2', untilMs: nowMs + 1 }
const holdEnded: CouponState = { kind: 'held', orderId: 'SO-2', untilMs: nowMs }
const used: CouponState = { kind: 'used', redemption }
const voided: CouponState = { kind: 'void' }

const steps = {
  hold: (state: CouponState) => hold(storedCouponOf(state), { orderId: 'SO-1', ttlSeconds: 900, nowMs }),
  release: (state: CouponState) => release(storedCouponOf(state), { orderId: 'SO-1', nowMs }),
  void: (state: CouponState) => takeOutOfUse(storedCouponOf(state), { nowMs, withHeld: false }),
}

/** For every state and step: the state afterwards, `unchanged`, or the refusal. */
const table: readonly (readonly [string, CouponState, Readonly<Record<keyof typeof steps, string>>])[] = [
  ['unused', unused, { hold: 'held', release: 'unchanged', void: 'void' }],
  ['held by the order', heldByMe, { hold: 'held', release: 'unused', void: '!HELD_BY' }],
  ['held by another', heldByOther, { hold: '!HELD_BY', release: '!HELD_BY', void: '!HELD_BY' }],
  ['free since its hold ended', holdEnded, { hold: 'held', release: 'unchanged', void: 'void' }],
  ['used', used, { hold: '!USED_BY', release: '!USED_BY', void: '!USED_BY' }],
  ['void', voided, { hold: '!VOID', release: 'unchanged', void: 'unchanged' }],
]

describe.each(table)('a coupon that is %s', (_name, state, expected) => {
  test.each(Object.entries(expected))('takes the step %s to: %s', (name, outcome) => {
    const step = steps[name as keyof typeof steps](state)
    const found =
      step.kind === 'done' ? step.coupon.state.kind : step.kind === 'unchanged' ? step.kind : `!${step.reason.code}`
    expect(found).toBe(outcome)
  })
})

test('a held coupon is voided where that is asked for', () => {
  const step = takeOutOfUse(storedCouponOf(heldByOther), { nowMs, withHeld: true })
  expect(step).toMatchObject({ coupon: { state: { kind: 'void' } } })
})

describe('an extension', () => {
  test.each([
    ['unused', unused],
    ['held', heldByOther],
  ])('of a coupon that is %s moves its last day and nothing else', (_name, state) => {
    const coupon = storedCouponOf(state)
    expect(extend(coupon, '2026-12-31')).toEqual({
      kind: 'done',
      coupon: { ...coupon, terms: { ...coupon.terms, endDate: '2026-12-31' } },
    })
  })

  test.each<[string, CouponState, string | undefined, string]>([
    ['to its last day changes nothing', unused, '2026-12-31', 'unchanged'],
    ['takes no day away', unused, '2027-01-01', 'not-later'],
    ['ends no coupon that has no end', unused, undefined, 'not-later'],
    ['of a used coupon is refused', used, '2026-11-30', 'not-usable'],
    ['of a void coupon is refused', voided, '2026-11-30', 'not-usable'],
  ])('%s', (_name, state, endDate, kind) => {
    expect(extend(storedCouponOf(state, { endDate }), '2026-12-31')).toMatchObject({ kind })
  })
})

test('a hold lasts its seconds, and holding again moves the end', () => {
  const longer = hold(storedCouponOf(heldByMe), { orderId: 'SO-1', ttlSeconds: 60, nowMs })
  expect(longer).toMatchObject({ coupon: { state: { kind: 'held', orderId: 'SO-1', untilMs: nowMs + 60_000 } } })
})

test('no hold begins or grows after the last day, not even for the order that holds it', () => {
  const midnight = Date.parse('2026-12-01T00:00:00+08:00')
  const overnight: CouponState = { kind: 'held', orderId: 'SO-1', untilMs: midnight + 1000 }
  const again = { orderId: 'SO-1', ttlSeconds: 86_400, nowMs: midnight }
  expect(hold(storedCouponOf(overnight), again)).toMatchObject({ kind: 'not-usable', reason: { code: 'EXPIRED' } })
})

describe('a return', () => {
  const always: ReturnPolicy = { kind: 'same-code', extendDays: 0 }

  test('makes the coupon unused again and counts', () => {
    const step = giveBack(storedCouponOf(used, {}, 2), { redemptionId: 'R1', policy: always, nowMs })
    expect(step).toMatchObject({ coupon: { state: unused, returnCount: 3, terms: { endDate: '2026-11-30' } } })
  })

  test('moves the last day by the policy', () => {
    const step = giveBack(storedCouponOf(used), { redemptionId: 'R1', policy: { ...always, extendDays: 7 }, nowMs })
    expect(step).toMatchObject({ coupon: { terms: { endDate: '2026-12-07' } } })
  })

  test.each([
    ['on its last day', '2026-11-30T23:59:59', '2026-12-07'],
    ['after it, from the day of the return', '2026-12-05T00:00:00', '2026-12-12'],
  ])('%s, it is usable for the days of the policy', (_name, moment, endDate) => {
    const returned = { redemptionId: 'R1', policy: { ...always, extendDays: 7 }, nowMs: Date.parse(`${moment}+08:00`) }
    expect(giveBack(storedCouponOf(used), returned)).toMatchObject({ coupon: { terms: { endDate } } })
  })

  test('after its last day leaves it expired without an extension', () => {
    const late = { redemptionId: 'R1', policy: always, nowMs: Date.parse('2026-12-05T00:00:00+08:00') }
    expect(giveBack(storedCouponOf(used), late)).toMatchObject({ coupon: { terms: { endDate: '2026-11-30' } } })
  })

  test.each([
    ['the policy is none', { ...always, kind: 'none' as const }, 0],
    ['the coupon came back as often as it may', { ...always, maxCycles: 2 }, 2],
    ['it may never come back', { ...always, maxCycles: 0 }, 0],
  ])('is refused when %s', (_name, policy, returnCount) => {
    expect(giveBack(storedCouponOf(used, {}, returnCount), { redemptionId: 'R1', policy, nowMs })).toEqual({
      kind: 'return-not-allowed',
    })
  })

  test.each([
    ['unused', unused],
    ['used by another redemption', { kind: 'used', redemption: { ...redemption, redemptionId: 'R2' } } as const],
    ['used before this CRM knew it', { kind: 'used' } as const],
  ])('changes nothing about a coupon that is %s', (_name, state) => {
    expect(giveBack(storedCouponOf(state), { redemptionId: 'R1', policy: always, nowMs })).toEqual({
      kind: 'unchanged',
    })
  })
})
