import { expect, test } from 'vitest'
import { amountIn } from './amount.ts'

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
