import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ConnectionError } from './client-errors.ts'
import { usualPolicy } from './retry-policy.ts'

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
