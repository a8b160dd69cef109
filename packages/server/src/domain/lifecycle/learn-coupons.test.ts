import { expect, test } from 'vitest'
import type { IssuedState } from '#domain/coupon/coupon'
import type { EventKind } from '#domain/events/event-store'
import { draftOf } from '#testing/example-draft'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import { learnCoupons, learningActor } from './learn-coupons.ts'
import type { StoredCoupon } from './stored-coupon.ts'

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const redemption = { redemptionId: 'r', orderId: 'SO1', atMs: 1, shop: undefined }
const unused = { kind: 'unused' } as const
const used = { kind: 'used' } as const
const voided = { kind: 'void' } as const
const ends = { endDate: '2026-12-31' } as const

function learning(
  from: StoredCoupon,
  said: Readonly<{ state: IssuedState; endDate?: string }>,
  lastStep?: EventKind,
  actor = 'app:1',
) {
  const draft = draftOf({ ...from.terms, endDate: 'endDate' in said ? said.endDate : from.terms.endDate }, said.state)
  const lastSteps = new Map(lastStep === undefined ? [] : [[from.seq, { kind: lastStep, actor }] as const])
  const found = { stored: couponsByCode(from), lastSteps, known: undefined }
  return learnCoupons.decide({ input: { coupons: [draft], reason: 'call' }, found, nowMs })
}

test.each<[string, StoredCoupon['state'], IssuedState, EventKind | undefined]>([
  ['was used there', unused, used, undefined],
  ['was voided there', unused, voided, 'learned'],
  ['came back there', used, unused, 'learned'],
  ['was used before it was known, and came back', used, unused, undefined],
  ['was voided there by mistake', voided, unused, 'learned'],
])('a coupon that %s follows', (_what, before, state, lastStep) => {
  const from = numberedCoupon(1, before, ends)
  const to = { ...from, state }
  expect(learning(from, { state }, lastStep)).toEqual({
    kind: 'done',
    answer: [[0, { kind: 'known', isMoved: true, contradicted: [] }]],
    changes: [{ kind: 'step', to: { kind: 'learned', from, to, reason: 'call' } }],
  })
})

test('a coupon that came back by a learned order follows', () => {
  const from = numberedCoupon(1, unused, ends)
  expect(learning(from, { state: used }, 'returned', learningActor)).toMatchObject({ kind: 'done' })
})

test('a coupon follows an earlier and a later last day', () => {
  const from = numberedCoupon(1, unused, ends)
  for (const endDate of ['2026-12-30', '2027-01-01']) {
    const to = { ...from, terms: { ...from.terms, endDate } }
    expect(learning(from, { state: unused, endDate })).toMatchObject({ changes: [{ to: { kind: 'learned', to } }] })
  }
})

test.each<[string, StoredCoupon, IssuedState, EventKind | undefined]>([
  ['was redeemed here', numberedCoupon(1, { kind: 'used', redemption }, ends), unused, 'redeemed'],
  ['is held here', numberedCoupon(1, { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 }, ends), used, undefined],
  ['was voided here', numberedCoupon(1, voided, ends), unused, 'voided'],
  ['came back here', numberedCoupon(1, unused, ends), used, 'returned'],
  ['was claimed here', { ...numberedCoupon(1, unused, ends), templateVersion: 1 }, used, undefined],
])('what is said of a coupon that %s is not followed', (_what, from, state, lastStep) => {
  const outcome = { kind: 'known', isMoved: false, contradicted: ['status', 'endDate'] }
  expect(learning(from, { state, endDate: '2027-01-01' }, lastStep)).toEqual({
    kind: 'refused',
    refusal: [[0, outcome]],
  })
})

test('a coupon without a last day gets none, and yet follows in its state', () => {
  const from = numberedCoupon(1, unused, { endDate: undefined })
  const outcome = { kind: 'known', isMoved: true, contradicted: ['endDate'] }
  expect(learning(from, { state: used, endDate: '2027-01-01' })).toMatchObject({
    kind: 'done',
    answer: [[0, outcome]],
    changes: [{ to: { to: { ...from, state: used } } }],
  })
})

test('what is equal changes nothing and uses no number', () => {
  const from = numberedCoupon(1, { kind: 'used', redemption }, ends)
  const outcome = { kind: 'known', isMoved: false, contradicted: [] }
  expect(learning(from, { state: used }, 'redeemed')).toEqual({ kind: 'refused', refusal: [[0, outcome]] })
})
