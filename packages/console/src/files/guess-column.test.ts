import { expect, test } from 'vitest'
import { guessMemberColumn, valuesOf } from './guess-column.ts'

const row = (line: number, ...values: string[]) => ({ line, values })

test.each([
  ['by its title', ['姓名', '手机号码'], [row(2, '张三', '1')], { index: 1, holds: 'phone' }],
  ['by the title of cards', ['卡号', 'x'], [row(2, 'K1', '')], { index: 0, holds: 'card' }],
  ['by its values', ['a', 'b'], [row(2, '张三'), row(3, '', '18612255668')], { index: 1, holds: 'phone' }],
  ['not at all', ['a'], [row(2, '7')], undefined],
])('finds the column of members %s', (_, columns, rows, expected) => {
  expect(guessMemberColumn({ columns, rows })).toEqual(expected)
})

test('leaves out values that are blank or must not be used', () => {
  const fault = { column: 'B', zh: '', en: '' }
  const rows = [row(2, 'a', '1'), { ...row(3, 'b', '2'), fault }, { ...row(4, 'c', '3'), fault: { zh: '', en: '' } }]
  expect(valuesOf({ rows }, 1)).toEqual([{ line: 2, value: '1' }])
  expect(valuesOf({ rows }, 0).map(({ value }) => value)).toEqual(['a', 'b'])
  expect(valuesOf({ rows }, 7)).toEqual([])
})
