import { expect, it } from 'vitest'
import { wrapped } from './wrap.ts'

it.each([
  ['breaks English at spaces', 'one two three', 8, 'one two\nthree'],
  ['breaks Chinese between characters', '优惠券模板', 6, '优惠券\n模板'],
  ['keeps a mark with what is before it', '优惠券，模板', 6, '优惠\n券，模\n板'],
  ['keeps an opening bracket with what is after it', '优惠（券）模', 6, '优惠\n（券）\n模'],
  ['keeps a word whole', 'yaoquan.coupon.redeem x', 5, 'yaoquan.coupon.redeem\nx'],
  ['keeps words in Chinese whole', '见 coupon_id 字段', 9, '见\ncoupon_id\n字段'],
  ['keeps line breaks and indents', '  a b\nc', 100, '  a b\nc'],
  ['keeps every other character', 'a—b“c”', 100, 'a—b“c”'],
])('%s', (_name, text, width, lines) => {
  expect(wrapped(text, width)).toBe(lines)
})
