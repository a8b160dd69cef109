import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPrice, formatYuan, parseYuan } from './money.ts'

test.each([
  ['199', 19_900],
  ['99.5', 9_950],
  ['99.50', 9_950],
  ['0.01', 1],
  ['0', 0],
  ['1000000000', 100_000_000_000],
])('reads %s yuan as %i fen', (text, fen) => {
  expect(parseYuan(text)).toBe(fen)
})

test.each(['', ' ', '-1', '+1', '1.', '.5', '1.234', '1e3', '１９９', '1,000', '1000000000.01', '99999999999', 'NaN'])(
  'refuses %j as an amount',
  (text) => {
    expect(parseYuan(text)).toBeUndefined()
  },
)

test.each([
  [19_900, '199'],
  [9_950, '99.5'],
  [9_905, '99.05'],
  [1, '0.01'],
  [0, '0'],
])('writes %i fen as %s yuan', (fen, text) => {
  expect(formatYuan(fen)).toBe(text)
})

test('every amount survives being written and read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), (fen) => {
      expect(parseYuan(formatYuan(fen))).toBe(fen)
    }),
  )
})

test.each([
  [1200, '12.00'],
  [9905, '99.05'],
  [1, '0.01'],
])('writes %i fen as the price %s', (fen, text) => {
  expect(formatPrice(fen)).toBe(text)
})
