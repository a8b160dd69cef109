import { expect, test } from 'vitest'
import { isHeader } from './is-header.ts'

test.each([
  ['words', ['姓名', '手机号', 'Card no']],
  ['wire names', ['coupon_code', 'attribute.2']],
  ['a year or a number beside words', ['2026年消费', '备用手机2', '金额（元）']],
  ['a blank title', ['手机号', '']],
] as const)('takes %s for a header', (_what, titles) => {
  expect(isHeader(titles)).toBe(true)
})

test.each([
  ['a phone', '18612255668'],
  ['a phone with blanks', ' 186 1225 5668 '],
  ['a phone with its country', '+86-186-1225-5668'],
  ['a masked phone', '186****5668'],
  ['a card or code', 'K1234'],
  ['a date', '2026-11-30'],
  ['a birthday', '5月2日'],
  ['an amount', '¥1,099.50'],
  ['a discount', '85%'],
] as const)('takes a row with %s for data', (_what, value) => {
  expect(isHeader(['李秀英', value])).toBe(false)
})
