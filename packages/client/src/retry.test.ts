import { redeemCoupon, searchCoupons, syncOrder } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { isRepeatable } from './retry.ts'

it('repeats reads, writes with a request number, and writes that take effect once per content', () => {
  expect(isRepeatable(searchCoupons, {})).toBe(true)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x' })).toBe(false)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x', outRequestNo: 'R1' })).toBe(true)
  expect(isRepeatable(syncOrder, { order: {} })).toBe(true)
})
