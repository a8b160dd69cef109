import { expect, test } from 'vitest'
import { countReadDifferently, rowsOfTable } from './rows-of-table.ts'

const fault = { column: 'B', zh: '', en: '' }
const row = (line: number, ...values: string[]) => ({ line, values })

test('gives the values of mapped columns by line, without blank ones', () => {
  const rows = [row(2, ' 139 ', '', 'x'), row(4, '', ' ', 'y'), row(5, '138', 'VIP', 'z')]
  expect(rowsOfTable({ rows }, ['phone', 'tags', undefined])).toEqual([
    { line: 2, fields: [{ name: 'phone', value: '139' }] },
    {
      line: 5,
      fields: [
        { name: 'phone', value: '138' },
        { name: 'tags', value: 'VIP' },
      ],
    },
  ])
})

test('leaves out rows that have a fault in a column which is imported', () => {
  const rows = [{ ...row(2, '139', '#N/A'), fault }]
  expect(rowsOfTable({ rows }, ['phone', 'name'])).toEqual([])
  expect(rowsOfTable({ rows }, ['phone', undefined])).toHaveLength(1)
})

test.each([
  ['1980-05-20', '05-20'],
  ['1980/5/2', '05-02'],
  ['1980年5月2日', '05-02'],
  ['1980-05-20 00:00:00', '05-20'],
  ['05-20', '05-20'],
  ['5月', '5月'],
])('takes the year from a birthday: %s', (value, day) => {
  const [first] = rowsOfTable({ rows: [row(2, value)] }, ['birthday'])
  expect(first?.fields).toEqual([{ name: 'birthday', value: day }])
})

test('reads Chinese separators of lists and days with slashes, and counts the rows that have such', () => {
  const rows = [
    row(2, 'A，B', '2026/11/1', '一、二'),
    row(3, '01、02', '2026-11-01', ''),
    { ...row(4, 'A，B', '#N/A'), fault },
  ]
  const mapping = ['shop', 'start_date', 'describe']
  expect(rowsOfTable({ rows }, mapping).map(({ fields }) => fields.map(({ value }) => value))).toEqual([
    ['A,B', '2026-11-01', '一、二'],
    ['01,02', '2026-11-01'],
  ])
  expect(countReadDifferently({ rows }, mapping)).toEqual({ list: 2, day: 1 })
})
