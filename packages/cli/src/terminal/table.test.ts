import { expect, it } from 'vitest'
import { displayWidth, padToWidth, table } from './table.ts'

it.each([
  ['abc', 3],
  ['满199减99', 9],
  ['ＡＢ', 4],
  ['（a）', 5],
  ['😀', 2],
  ['e\u0301', 1],
  ['한국', 4],
  ['', 0],
])('counts the columns of %j as %i', (text, columns) => {
  expect(displayWidth(text)).toBe(columns)
})

it('pads by columns and leaves longer texts whole', () => {
  expect(padToWidth('券', 4)).toBe('券  ')
  expect(padToWidth('优惠券', 4)).toBe('优惠券')
})

it('aligns Chinese and Latin cells, and keeps the columns in later pieces', () => {
  const lines = table(['券码', '名称', '满'])
  expect(lines([['111aaa', '满199减99', '199']])).toBe('券码    名称       满\n111aaa  满199减99  199')
  expect(lines([['1', '全场', '5']])).toBe('1       全场       5')
})

it('keeps escape sequences and line breaks of cells away from the terminal', () => {
  expect(table(['a'])([['x\u001b[31m\ny']])).toBe('a\nx [31m y')
})
