import { expect, test } from 'vitest'
import { countText, fenOf, moneyText, plainMoney, yuanOf } from './money.ts'

test.each([
  ['99', '99.00'],
  ['9.9', '9.90'],
  ['1234.5', '1\u202f234.50'],
  ['1234567', '1\u202f234\u202f567.00'],
])('%s is %s in tables', (yuan, text) => {
  expect(moneyText(yuan)).toBe(text)
})

test.each([
  ['99.00', '99'],
  ['9.90', '9.9'],
  ['100', '100'],
])('%s is %s in sentences', (yuan, text) => {
  expect(plainMoney(yuan)).toBe(text)
})

test('yuan and fen convert without floating point', () => {
  for (const fen of [0, 1, 10, 99, 100, 1010, 123_456_789]) expect(fenOf(yuanOf(fen))).toBe(fen)
  expect(fenOf('0.1')).toBe(10)
})

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1\u202f234\u202f567'],
])('the count %d is %s', (count, text) => {
  expect(countText(count)).toBe(text)
})
