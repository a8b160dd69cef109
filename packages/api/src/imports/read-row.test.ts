import { expect, it } from 'vitest'
import { guarded } from '../spreadsheets/formula-guard.ts'
import { columnReadText, ReadCounts } from './read-counts.ts'
import { readFileRow } from './read-row.ts'

const reading = { mapping: ['coupon_code', undefined, 'end_date'], order: undefined, width: undefined }

it('gives the fields of mapped columns as they are read, without blank ones', () => {
  expect(readFileRow({ line: 2, values: [' A1 ', 'x', '2026/11/1'] }, reading).fields).toEqual([
    { name: 'coupon_code', value: 'A1', column: 0, given: ' A1 ' },
    { name: 'end_date', value: '2026-11-01', column: 2, given: '2026/11/1', as: 'day' },
  ])
  expect(readFileRow({ line: 3, values: ['', 'x', ' '] }, reading).fields).toEqual([])
})

it('takes the apostrophe off that keeps a value from being a formula, and leaves an attribute as it is', () => {
  const mapping = ['coupon_code', 'attribute']
  const values = [guarded('=A1'), guarded(' =1')]
  expect(readFileRow({ line: 2, values }, { ...reading, mapping }).fields.map(({ value }) => value)).toEqual([
    ...['=A1', ' =1'],
  ])
})

const fault = { zh: '坏', en: 'bad' }

it.each([
  ['of the whole row', { fault }, { fault }],
  ['in a column that is used', { fault: { ...fault, column: 'C' } }, { fault: { ...fault, column: 'C' } }],
  ['in another column', { fault: { ...fault, column: 'B' } }, {}],
])('names a fault %s', (_where, input, found) => {
  const { fields: _, ...read } = readFileRow({ line: 2, values: ['A'], ...input }, reading)
  expect(read).toEqual(found)
})

it('refuses a row of CSV with more or fewer columns than the header', () => {
  const faultOf = (...values: string[]) => readFileRow({ line: 2, values }, { ...reading, width: 2 }).fault?.en
  expect([faultOf('A'), faultOf('A', 'B'), faultOf('A', 'B', '')]).toEqual([
    ...['1 columns, the header has 2', undefined, '3 columns, the header has 2'],
  ])
})

it('counts by column what was read in another form, and shows no phone', () => {
  const counts = new ReadCounts()
  const mapping = ['phone', 'start_date']
  for (const values of [
    ['138 0013 8000', '2026/11/1'],
    ['13800138001', '2026.11.2'],
    ['13800138002', '2026-11-03'],
  ])
    counts.add(readFileRow({ line: 2, values }, { ...reading, mapping }).fields)
  expect(counts.list().map((read) => columnReadText(read, ['手机', '开始'][read.column] ?? '').zh)).toEqual([
    '“手机”：1 行的号码去掉了空格、横线、国家代码等，如 138****8000',
    '“开始”：2 行已换写法，如 2026/11/1 读作 2026-11-01',
  ])
})
