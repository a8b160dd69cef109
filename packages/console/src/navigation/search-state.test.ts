import { expect, test } from 'vitest'
import {
  choiceParameter,
  listParameter,
  orderParameter,
  pageParameter,
  parseSearch,
  readParameters,
  stringifySearch,
  textParameter,
  writeParameters,
} from './search-state.ts'

const parameters = { name: textParameter, state: choiceParameter(['open', 'closed']), page: pageParameter } as const

test('what a stranger writes into the address becomes a value of the right kind', () => {
  expect(readParameters(parameters, parseSearch('?name=%E6%BB%A1&state=closed&page=3'))).toEqual({
    name: '满',
    state: 'closed',
    page: 3,
  })
  expect(readParameters(parameters, parseSearch('?name=+&state=nonsense&page=-1'))).toEqual({
    name: undefined,
    state: 'open',
    page: 1,
  })
})

test('defaults are left out of the address', () => {
  const texts = writeParameters(parameters, { name: '', state: 'open', page: 1 })
  expect(stringifySearch(texts)).toBe('')
  expect(stringifySearch(writeParameters(parameters, { state: 'closed', page: 2 }))).toBe('?state=closed&page=2')
})

test('a list of texts comes back whole, whatever is in them', () => {
  const values = ['11', 'a,b', '50%', '满减']
  expect(listParameter.read(listParameter.write(values))).toEqual(values)
  expect([listParameter.read(undefined), listParameter.read(',,%E0%A4%A'), listParameter.write([])]).toEqual([
    [],
    [],
    undefined,
  ])
})

test('a text of digits stays a text', () => {
  expect(parseSearch(stringifySearch({ name: '0012' }))).toEqual({ name: '0012' })
})

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
