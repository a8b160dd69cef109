import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskPhone, normalisePhone } from './phone.ts'

test.each([
  ['18612255668', '18612255668'],
  ['  18612255668\t', '18612255668'],
  ['+8618612255668', '18612255668'],
  ['+86 186-1225-5668', '18612255668'],
  ['008618612255668', '18612255668'],
  ['8618612255668', '18612255668'],
  ['１８６１２２５５６６８', '18612255668'],
  ['＋８６　１８６－１２２５－５６６８', '18612255668'],
  ['186–1225—5668', '18612255668'],
  ['\u202d18612255668\u202c', '18612255668'],
  ['021-12345678', '02112345678'],
])('%j is the phone %s', (text, phone) => {
  expect(normalisePhone(text)).toBe(phone)
})

test.each([
  ['86123456789', '86123456789'],
  ['86186122556681', '86186122556681'],
  ['+852 9123 4567', '+85291234567'],
])('the leading 86 or sign of %j is part of the number', (text, phone) => {
  expect(normalisePhone(text)).toBe(phone)
})

test.each(['186****5668', '021-12345678转8001', 'no phone', '', '-'])('%j is no number and stays as it is', (text) => {
  expect(normalisePhone(` ${text} `)).toBe(text)
})

test('normalising twice changes nothing', () => {
  const phoneLike = fc.string({ unit: fc.constantFrom(...'0123456789+86- ８６＋－转') })
  fc.assert(
    fc.property(fc.oneof(phoneLike, fc.string()), (text) => {
      const once = normalisePhone(text)
      expect(normalisePhone(once)).toBe(once)
    }),
  )
})

test.each([
  ['18612255668', '186****5668'],
  ['02112345', '02****45'],
  ['10086', '****'],
  ['', '****'],
])('masks %j as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})
