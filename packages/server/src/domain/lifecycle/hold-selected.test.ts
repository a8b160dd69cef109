import { expect, test } from 'vitest'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { holdSelected, releaseSelected } from './hold-selected.ts'
import type { StoredCoupon } from './stored-coupon.ts'

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const held = { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 } as const

function couponsOf(states: readonly StoredCoupon['state'][]): ReadonlyMap<string, StoredCoupon> {
  return new Map(states.map((state, place) => [`c${place}`, { ...storedCouponOf({ kind: 'unused' }), state }]))
}

const selected = (count: number) => ({
  couponCodes: Array.from({ length: count }, (_, place) => `c${place}`),
  reason: '盘点',
})

test('selected coupons are held for one order, and what cannot be held is refused one by one', () => {
  const states = [{ kind: 'unused' }, held, { kind: 'void' }, { kind: 'used', redemption: undefined }] as const
  const input = { ...selected(5), orderId: 'SO2', ttlSeconds: 60 }
  const state = { kind: 'held', orderId: 'SO2', untilMs: nowMs + 60_000 }
  expect(holdSelected.decide({ input, found: { coupons: couponsOf(states) }, nowMs })).toMatchObject({
    kind: 'done',
    answer: {
      changedCount: 1,
      unchangedCount: 0,
      refusals: [
        { kind: 'not-usable', couponCode: 'c1', reason: { code: 'HELD_BY' } },
        { kind: 'not-usable', couponCode: 'c2', reason: { code: 'VOID' } },
        { kind: 'not-usable', couponCode: 'c3', reason: { code: 'USED_BY' } },
        { kind: 'coupon-not-found', couponCode: 'c4' },
      ],
      untilMs: nowMs + 60_000,
    },
    changes: [{ to: { kind: 'held', to: { state }, reason: '盘点' } }],
  })
})

test('holds are released whichever orders have them; what is free is unchanged, what is used refused', () => {
  const states = [held, { ...held, orderId: 'SO2' }, { kind: 'unused' }, { ...held, untilMs: nowMs }] as const
  const found = { coupons: couponsOf([...states, { kind: 'used', redemption: undefined }]) }
  expect(releaseSelected.decide({ input: selected(6), found, nowMs })).toMatchObject({
    kind: 'done',
    answer: {
      changedCount: 2,
      unchangedCount: 2,
      refusals: [
        { kind: 'not-usable', couponCode: 'c4', reason: { code: 'USED_BY' } },
        { kind: 'coupon-not-found', couponCode: 'c5' },
      ],
      untilMs: undefined,
    },
    changes: [{ to: { kind: 'released', to: { state: { kind: 'unused' } } } }, { to: { kind: 'released' } }],
  })
})
