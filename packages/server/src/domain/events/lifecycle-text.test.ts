import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CouponState } from '#domain/coupon/coupon'
import {
  type CouponLifecycle,
  expiredText,
  lifecycleText,
  readLifecycle,
  shownLifecycleText,
} from './lifecycle-text.ts'

const anyState: fc.Arbitrary<CouponState> = fc.oneof(
  fc.constantFrom<CouponState>({ kind: 'unused' }, { kind: 'void' }, { kind: 'used' }),
  fc.record({ kind: fc.constant('held' as const), orderId: fc.string(), untilMs: fc.nat() }),
  fc.record({
    kind: fc.constant('used' as const),
    redemption: fc.record({
      redemptionId: fc.string(),
      orderId: fc.string(),
      atMs: fc.nat(),
      shop: fc.option(fc.string(), { nil: undefined }),
    }),
  }),
)

const anyLifecycle: fc.Arbitrary<CouponLifecycle> = fc.record({
  state: anyState,
  endDate: fc.constantFrom(undefined, '2026-11-24'),
  returnCount: fc.nat(5),
})

test('a state that is written and read is the same, with or without a reason', () => {
  fc.assert(
    fc.property(anyLifecycle, fc.option(fc.string(), { nil: undefined }), (lifecycle, reason) => {
      expect(readLifecycle(lifecycleText(lifecycle, { reason }))).toEqual(lifecycle)
    }),
  )
})

test('an expired coupon shows no hold that ended', () => {
  const lifecycle: CouponLifecycle = {
    state: { kind: 'held', orderId: 'SO-1', untilMs: 1 },
    endDate: '2026-11-24',
    returnCount: 1,
  }
  expect(expiredText(lifecycle)).toBe('{"state":"expired","end_date":"2026-11-24","return_count":1}')
})

test.each(['{"state":"lost"}', '{"state":"held"}', '{"state":"used","redemption_id":"R"}'])('refuses %s', (text) => {
  expect(() => readLifecycle(text)).toThrow(TypeError)
})

test('readers see moments as text, and what a caller wrote as it is', () => {
  const held = lifecycleText({
    state: { kind: 'held', orderId: '"held_until_ms":7', untilMs: 0 },
    endDate: undefined,
    returnCount: 0,
  })
  expect(JSON.parse(shownLifecycleText(held))).toEqual({
    state: 'held',
    order_id: '"held_until_ms":7',
    held_until: '1970-01-01 08:00:00',
  })
})
