import { redeemCoupon, searchCoupons, syncOrder } from '@yaoquan/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffMs, isRepeatable } from './retry.ts'

it('repeats reads, writes with a request number, and writes that take effect once per content', () => {
  expect(isRepeatable(searchCoupons, {})).toBe(true)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x' })).toBe(false)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x', outRequestNo: 'R1' })).toBe(true)
  expect(isRepeatable(syncOrder, { order: {} })).toBe(true)
})

it.each([
  [0, 100],
  [1, 200],
  [2, 400],
  [4, 1600],
  [5, 2000],
  [99, 2000],
])('waits at most the doubled base after %i earlier failures: %i ms', (failures, limitMs) => {
  expect(backoffMs(failures, () => 0.5)).toBe(limitMs / 2)
})

it('spreads the wait over the whole range from zero, never over two seconds', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, share) => {
      const ms = backoffMs(failures, () => share)
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThan(2000)
      expect(backoffMs(failures, () => 0)).toBe(0)
    }),
  )
})
