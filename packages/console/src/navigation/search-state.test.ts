import { expect, test } from 'vitest'
import {
  choiceParameter,
  listParameter,
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
