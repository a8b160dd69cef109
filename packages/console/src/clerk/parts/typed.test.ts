import { afterEach, expect, test, vi } from 'vitest'
import { amountIn, keepTyped, typedBefore } from './typed.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['POS-20261124-8', 'POS-20261124-8'],
  ['138 0013 8000', ''],
])('of the order %s this tab remembers "%s"', (orderId, remembered) => {
  const texts = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => texts.set(key, text),
  })
  keepTyped('li', { codes: ['A1'], orderId, amount: '12' })
  expect(typedBefore('li')).toEqual({ codes: [], orderId: remembered, amount: '12' })
})

test.each([
  ['126.50', '126.50'],
  ['１２．５', '12.5'],
  ['12。5', '12.5'],
  ['￥126.50', '126.50'],
  [' 12. ', '12'],
  ['1,234.50', '1234.50'],
  ['1，234，567', '1234567'],
  ['1\u202f234.50', '1234.50'],
])('reads %j as %s yuan', (typed, yuan) => {
  expect(amountIn(typed)).toBe(yuan)
})

test.each(['', '12,5', '12,50', '1,23,456', '-5', '12.345', '1.2.3', '12元5', '.5', '1234567890', '1,234 567'])(
  'does not guess at %j',
  (typed) => {
    expect(amountIn(typed)).toBeUndefined()
  },
)
