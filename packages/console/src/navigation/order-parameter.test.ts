import { expect, test } from 'vitest'
import { orderParameter } from './search-state.ts'

const { read, write } = orderParameter

test.each([undefined, 'SO-1001', '202611251398765432100', '2026112518612255668'])(
  '%s is written to the URL unchanged',
  (order) => {
    expect(write(order)).toBe(order)
    expect(read(order)).toBe(order)
  },
)

test.each(['18612255668', 'SO-18612255668-1', '+86 186 1225 5668', 'T１８６１２２５５６６８'])(
  'the URL holds nothing of %s, and this page still knows it',
  (order) => {
    const text = write(order)
    expect(text).toMatch(/^~\d+$/)
    expect(write(order)).toBe(text)
    expect(read(text)).toBe(order)
  },
)

test('a key that this page did not write gives no order', () => {
  expect(read('~999')).toBeUndefined()
})
