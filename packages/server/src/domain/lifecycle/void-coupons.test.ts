import { expect, test } from 'vitest'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import type { StoredCoupon } from './stored-coupon.ts'
import { voidCoupons } from './void-coupons.ts'

const nowMs = 1_000_000
const redemption = { redemptionId: 'r', orderId: 'SO1', atMs: 1, shop: undefined }

function voiding(state: StoredCoupon['state'], withHeld?: boolean) {
  const from = numberedCoupon(1, state)
  const input = { couponCodes: ['c1'], reason: '取消', withHeld }
  const voided = { kind: 'voided', from, to: { ...from, state: { kind: 'void' } }, reason: '取消' }
  const decision = voidCoupons.decide({ input, found: { coupons: couponsByCode(from) }, nowMs })
  return { decision, steps: [{ kind: 'step', to: voided }] }
}

const held = (untilMs: number) => ({ kind: 'held', orderId: 'SO1', untilMs }) as const

test.each<[string, StoredCoupon['state'], boolean | undefined, object]>([
  ['is unused', { kind: 'unused' }, undefined, {}],
  ['was held to this millisecond', held(nowMs), undefined, {}],
  ['an order holds, where that is allowed', held(nowMs + 1), true, { orderId: 'SO1' }],
  ['was held to this millisecond, where holds end too', held(nowMs), true, {}],
])('voids a coupon that %s', (_what, state, withHeld, holder) => {
  const { decision, steps } = voiding(state, withHeld)
  expect(decision).toEqual({ kind: 'done', answer: [{ kind: 'voided', ...holder }], changes: steps })
})

test.each<[string, StoredCoupon['state'], boolean | undefined, object]>([
  ['an order holds', held(nowMs + 1), false, { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 }],
  ['is void', { kind: 'void' }, undefined, { kind: 'already_void' }],
  ['was used', { kind: 'used', redemption }, undefined, { kind: 'used', orderId: 'SO1' }],
  ['was used, also where holds end', { kind: 'used', redemption }, true, { kind: 'used', orderId: 'SO1' }],
  ['its issuer reported as used', { kind: 'used', redemption: undefined }, true, { kind: 'used', orderId: undefined }],
])('leaves a coupon that %s', (_what, state, withHeld, outcome) => {
  expect(voiding(state, withHeld).decision).toEqual({ kind: 'done', answer: [outcome], changes: [] })
})

test('answers by the places of the codes, and steps in the order of the numbers', () => {
  const coupons = couponsByCode(numberedCoupon(1), numberedCoupon(2, { kind: 'void' }), numberedCoupon(3))
  const input = { couponCodes: ['c3', 'missing', 'c2', 'c1'], reason: '' }
  expect(voidCoupons.decide({ input, found: { coupons }, nowMs })).toMatchObject({
    answer: [{ kind: 'voided' }, { kind: 'not_found' }, { kind: 'already_void' }, { kind: 'voided' }],
    changes: [{ to: { from: { seq: 1 } } }, { to: { from: { seq: 3 } } }],
  })
})
