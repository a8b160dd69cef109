import { expect, test } from 'vitest'
import { possibleActs } from './coupon-acts.ts'

test('a used coupon can be returned, unless another system used it', () => {
  expect(possibleActs('used', 'R1')).toEqual(['return'])
  expect(possibleActs('used', undefined)).toEqual([])
})
