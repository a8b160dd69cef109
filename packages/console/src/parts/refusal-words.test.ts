import { businessErrors } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { refusalWords } from './refusal-words.ts'

test('a code is put in words without the facts of a case', () => {
  expect(refusalWords('COUPON_EXPIRED', 'zh')).toBe('优惠券已于…过期')
  expect(refusalWords('COUPON_EXPIRED', 'en')).toBe('The coupon has expired')
  expect(refusalWords('COUPON_ALREADY_USED', 'en')).toBe('Another order has used the coupon')
  expect(refusalWords('NEVER_HEARD_OF', 'zh')).toBe('NEVER_HEARD_OF')
  for (const { code } of Object.values(businessErrors)) expect(refusalWords(code, 'zh')).not.toMatch(/[{}]/)
})
