import { redeemCoupon, searchCoupons, syncOrder } from '@yaoquan/api'
import { expect, it } from 'vitest'
import { ServiceError } from './client-errors.ts'
import { isRepeatable, withRetries } from './retry.ts'

it('repeats reads, writes with a request number, and writes that take effect once per content', () => {
  expect(isRepeatable(searchCoupons, {})).toBe(true)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x' })).toBe(false)
  expect(isRepeatable(redeemCoupon, { couponCode: 'x', outRequestNo: 'R1' })).toBe(true)
  expect(isRepeatable(syncOrder, { order: {} })).toBe(true)
})

it.each([undefined, Number.POSITIVE_INFINITY, Number.NaN, 2 ** 31])(
  'gives up when the policy answers %s, and the error names the request number',
  async (delayMs) => {
    const error = new ServiceError('busy')
    const attempts: number[] = []
    const failing = async (number: number) => {
      attempts.push(number)
      throw error
    }
    const plan = { retries: 3, retryPolicy: () => delayMs, outRequestNo: 'R1', signal: undefined }
    await expect(withRetries(failing, plan)).rejects.toBe(error)
    expect(attempts).toEqual([1])
    expect(error.outRequestNo).toBe('R1')
  },
)
