import { expect, test } from 'vitest'
import { examplesOf, fromHeader, readTableRows, type TableReading } from './table-reading.ts'

const row = (line: number, ...values: string[]) => ({ line, values })
const members: TableReading = { kind: 'import-members', mapping: ['phone', 'tags', undefined], order: undefined }
const table = (...rows: readonly ReturnType<typeof row>[]) => ({ rows, columns: ['a', 'b', 'c'], sheet: 'S' })

test('gives the values of mapped columns by line, the whole row beside them, and no row without values', () => {
  const { rows } = readTableRows(table(row(2, ' 139 ', '', 'x'), row(4, '', ' ', 'y'), row(5, '138', 'VIP')), members)
  expect(rows).toEqual([
    { line: 2, fields: [{ name: 'phone', value: '139' }], cells: '[" 139 ","","x"]' },
    {
      line: 5,
      fields: [
        { name: 'phone', value: '138' },
        { name: 'tags', value: 'VIP' },
      ],
      cells: '["138","VIP"]',
    },
  ])
})

test('gives rows with a fault in a column that is imported as such', () => {
  const fault = { column: 'B', zh: '错误值', en: 'error' }
  const input = { ...table(), rows: [{ ...row(2, '139', '#N/A'), fault }] }
  expect(readTableRows(input, members).faulty).toMatchObject([{ line: 2, fault: '错误值', faultEn: 'error' }])
  expect(readTableRows(input, { ...members, mapping: ['phone'] }).faulty).toEqual([])
})

test('takes a row of CSV for damaged that has another number of columns, and not one of a sheet', () => {
  const rows = table(row(2, '139'))
  expect(readTableRows({ ...rows, sheet: '' }, members).faulty).toMatchObject([{ fault: '有 1 列，表头有 3 列' }])
  expect(readTableRows(rows, members).faulty).toEqual([])
})

test('counts what was read in another form, what is not certain, and what has to be asked', () => {
  const reading: TableReading = {
    kind: 'import-coupons',
    mapping: ['coupon_code', 'phone', 'coupon_amount', 'end_date'],
    order: undefined,
  }
  const rows = [
    row(2, 'A', '13800138000', '¥20.00', '2026/11/1'),
    row(3, 'B', '', '0元', '11/12/2026'),
    row(4, 'C', '', '5', '2026-11-01'),
  ]
  const { counts, questions } = readTableRows({ ...table(...rows), columns: ['a', 'b', 'c', 'd'] }, reading)
  expect(counts.list().map(({ column, as, rows: count }) => [column, as, count])).toEqual([
    [2, 'amount', 2],
    [3, 'day', 1],
  ])
  expect(counts.uncertain()).toEqual([{ column: 3, rows: 1, given: '11/12/2026' }])
  expect([...questions]).toEqual([
    ['bearer', 2],
    ['zero-amount', 1],
  ])
  expect(examplesOf({ rows }, 3, { ...reading, order: 'dmy' })).toEqual([
    { given: '2026/11/1', value: '2026-11-01' },
    { given: '11/12/2026', value: '2026-12-11' },
    { given: '2026-11-01', value: '2026-11-01' },
  ])
})

test('begins below a title and notes', () => {
  const rows = [row(2, '说明'), row(3, '券码', '手机'), row(4, 'A', '139')]
  const file = { fileName: 'a.xlsx', sheet: 'S', digest: '', columns: ['双十一发券表'], rows }
  const read = fromHeader(file, 'import-coupons')
  expect([read.columns, read.rows]).toEqual([['券码', '手机'], [row(4, 'A', '139')]])
  expect(fromHeader({ ...file, columns: ['券码', '面额'] }, 'import-coupons').rows).toBe(rows)
})
