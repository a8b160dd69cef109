import { businessErrors } from '@yaoquan/api'
import { expect, test } from 'vitest'
import { refusalWords } from './refusal-words.ts'

test('a code is put in words without the facts of a case', () => {
  expect(refusalWords('COUPON_EXPIRED', 'zh')).toBe('优惠券已过期')
  expect(refusalWords('ORDER_AMOUNT_TOO_LOW', 'zh')).toBe('未达到使用门槛')
  expect(refusalWords('CATEGORY_NOT_ALLOWED', 'zh')).toBe('订单中没有适用商品')
  expect(refusalWords('COUPON_HELD', 'zh')).toBe('优惠券被订单占用')
  expect(refusalWords('ORDER_COVERED', 'zh')).toBe('该订单此前的优惠券已抵扣，不少于订单金额')
  expect(refusalWords('REDEEMED_BY_ORDER_SYNC', 'zh')).toBe('REDEEMED_BY_ORDER_SYNC')
  expect(refusalWords('COUPON_EXPIRED', 'en')).toBe('The coupon has expired')
  expect(refusalWords('COUPON_ALREADY_USED', 'en')).toBe('Another order has used the coupon')
  expect(refusalWords('NEVER_HEARD_OF', 'zh')).toBe('NEVER_HEARD_OF')
  for (const { code } of Object.values(businessErrors)) expect(refusalWords(code, 'zh')).not.toMatch(/[{}…]|^$/)
})
