import { expect, it } from 'vitest'
import { displayWidth, padToWidth, table, wrapped } from './table.ts'

it.each([
  ['abc', 3],
  ['满199减99', 9],
  ['ＡＢ', 4],
  ['（a）', 5],
  ['😀', 2],
  ['e\u0301', 1],
  ['한국', 4],
  ['', 0],
])('counts the columns of %j as %i', (text, columns) => {
  expect(displayWidth(text)).toBe(columns)
})

it('pads by columns and leaves longer texts whole', () => {
  expect(padToWidth('券', 4)).toBe('券  ')
  expect(padToWidth('优惠券', 4)).toBe('优惠券')
})

it('aligns Chinese and Latin cells, and keeps the columns in later pieces', () => {
  const lines = table(['券码', '名称', '满'])
  expect(lines([['111aaa', '满199减99', '199']])).toBe('券码    名称       满\n111aaa  满199减99  199')
  expect(lines([['1', '全场', '5']])).toBe('1       全场       5')
})

it('keeps escape sequences and line breaks of cells away from the terminal', () => {
  expect(table(['a'])([['x\u001b[31m\ny']])).toBe('a\nx [31m y')
})

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
