import { expect, it } from 'vitest'
import { outRequestNoOption } from '#calls/request-number'
import { collect, plainKey, sellerOption } from './data-options.ts'

it('trims blanks of keys, because engines compare trailing ones differently', () => {
  expect(plainKey(' K1 ')).toBe('K1')
  expect(sellerOption().parseArg?.('111 ', undefined)).toBe('111')
  expect(collect('222 ', ['111'])).toEqual(['111', '222'])
  expect(outRequestNoOption(3).parseArg?.(' N-1 ', undefined)).toBe('N-1')
})

it('refuses a blank key', () => {
  expect(() => plainKey(' ')).toThrow(/不能为空/)
  expect(() => outRequestNoOption().parseArg?.(' ', undefined)).toThrow(/1到64/)
})
