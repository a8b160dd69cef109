import { redeemCoupon, searchCoupons, syncOrder } from '@yaoquan/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ConnectionError, ServiceError } from './client-errors.ts'
import { isRepeatable, usualPolicy, withRetries } from './retry.ts'

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

const error = new ConnectionError('cannot reach 127.0.0.1')

it.each([
  [1, 100],
  [2, 200],
  [3, 400],
  [5, 1600],
  [6, 2000],
  [100, 2000],
])('waits at most the doubled base after attempt %i: %i ms', (attempt, limitMs) => {
  expect(usualPolicy(() => 0.5)({ error, attempt })).toBe(limitMs / 2)
})

it('spreads the wait over the whole range from zero, never over two seconds', () => {
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), share, (attempt, random) => {
      const ms = usualPolicy(() => random)({ error, attempt })
      expect(ms).toBeGreaterThanOrEqual(0)
      expect(ms).toBeLessThan(2000)
      expect(usualPolicy(() => 0)({ error, attempt })).toBe(0)
    }),
  )
})
