import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CouponState } from '#domain/coupon/coupon'
import { type CouponLife, expiredText, lifeText, readLife, shownLifeText } from './life-text.ts'

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

const anyLife: fc.Arbitrary<CouponLife> = fc.record({
  state: anyState,
  endDate: fc.constantFrom(undefined, '2026-11-24'),
  returnCount: fc.nat(5),
})

test('where a coupon stands survives being written and read, with or without a reason', () => {
  fc.assert(
    fc.property(anyLife, fc.option(fc.string(), { nil: undefined }), (life, reason) => {
      expect(readLife(lifeText(life, reason))).toEqual(life)
    }),
  )
})

test('an expired coupon shows no hold that ended', () => {
  const life: CouponLife = {
    state: { kind: 'held', orderId: 'SO-1', untilMs: 1 },
    endDate: '2026-11-24',
    returnCount: 1,
  }
  expect(expiredText(life)).toBe('{"state":"expired","end_date":"2026-11-24","return_count":1}')
})

test.each(['{"state":"lost"}', '{"state":"held"}', '{"state":"used","redemption_id":"R"}'])('refuses %s', (text) => {
  expect(() => readLife(text)).toThrow(TypeError)
})

test('readers see moments as text, and what a caller wrote as it is', () => {
  const held = lifeText({
    state: { kind: 'held', orderId: '"held_until_ms":7', untilMs: 0 },
    endDate: undefined,
    returnCount: 0,
  })
  expect(JSON.parse(shownLifeText(held))).toEqual({
    ...{ state: 'held', order_id: '"held_until_ms":7', held_until: '1970-01-01 08:00:00' },
  })
})
