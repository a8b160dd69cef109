import { expect, test } from 'vitest'
import type { DateText } from '#domain/dates'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import { extendCoupons } from './extend-coupons.ts'
import type { StoredCoupon } from './stored-coupon.ts'

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const redemption = { redemptionId: 'r', orderId: 'SO1', atMs: 1, shop: undefined }

function extending(state: StoredCoupon['state'], had: DateText | undefined, endDate: DateText) {
  const from = numberedCoupon(1, state, { endDate: had })
  const to = { ...from, terms: { ...from.terms, endDate } }
  const input = { couponCodes: ['c1'], endDate, reason: '门店停电' }
  const decision = extendCoupons.decide({ input, found: { coupons: couponsByCode(from) }, nowMs })
  return { decision, steps: [{ kind: 'step', to: { kind: 'extended', from, to, reason: '门店停电' } }] }
}

test.each<[string, StoredCoupon['state'], DateText]>([
  ['is unused', { kind: 'unused' }, '2026-12-30'],
  ['an order holds', { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 }, '2026-12-30'],
  ['expired', { kind: 'unused' }, '2026-11-01'],
])('a coupon that %s gets a later last day, and the answer has the former one', (_what, state, had) => {
  const { decision, steps } = extending(state, had, '2026-12-31')
  expect(decision).toEqual({ kind: 'done', answer: [{ kind: 'extended', endDate: had }], changes: steps })
})

test.each<[string, StoredCoupon['state'], DateText | undefined, object]>([
  ['ends on that day', { kind: 'unused' }, '2026-12-31', { kind: 'unchanged' }],
  ['ends a day later', { kind: 'unused' }, '2027-01-01', { kind: 'not_later', endDate: '2027-01-01' }],
  ['never expires', { kind: 'unused' }, undefined, { kind: 'not_later', endDate: undefined }],
  ['is void', { kind: 'void' }, '2026-12-30', { kind: 'void' }],
  ['was used', { kind: 'used', redemption }, '2026-12-30', { kind: 'used', orderId: 'SO1' }],
  [
    'its issuer reported as used',
    { kind: 'used', redemption: undefined },
    '2026-12-30',
    { kind: 'used', orderId: undefined },
  ],
])('leaves a coupon that %s', (_what, state, had, outcome) => {
  expect(extending(state, had, '2026-12-31').decision).toEqual({ kind: 'done', answer: [outcome], changes: [] })
})

test('the new last day may be today, and not yesterday, in GMT+8', () => {
  const input = { couponCodes: ['missing'], endDate: '2026-11-29', reason: undefined }
  const decideAt = (text: string) => {
    return extendCoupons.decide({ input, found: { coupons: couponsByCode() }, nowMs: Date.parse(text) })
  }
  const done = { kind: 'done', answer: [{ kind: 'not_found' }], changes: [] }
  expect(decideAt('2026-11-29T23:59:59.999+08:00')).toEqual(done)
  const refusal = { kind: 'end-date-passed', today: '2026-11-30' }
  expect(decideAt('2026-11-30T00:00:00+08:00')).toEqual({ kind: 'refused', refusal })
})

test('steps are in the order of the numbers, whatever the codes are', () => {
  const coupons = couponsByCode(...[1, 2, 3].map((seq) => numberedCoupon(seq, undefined, { endDate: '2026-11-30' })))
  const input = { couponCodes: ['c3', 'c1', 'c2'], endDate: '2026-12-31', reason: undefined }
  const decision = extendCoupons.decide({ input, found: { coupons }, nowMs })
  expect(decision).toMatchObject({ changes: [1, 2, 3].map((seq) => ({ to: { from: { seq } } })) })
})
