import { expect, it } from 'vitest'
import { guarded } from '../spreadsheets/formula-guard.ts'
import { isUncertainDay } from '../words/typed-values.ts'
import { columnReadText, ReadCounts } from './read-counts.ts'
import { dayOfBirth, readCell, readFileRow } from './read-row.ts'

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

it.each([
  ['shop', '01，02', '01,02', 'list'],
  ['category', '1001、1002, 3；4;5', '1001,1002, 3,4,5', 'list'],
  ['start_date', '2026/11/1', '2026-11-01', 'day'],
  ['end_date', ' 2026/11/30 ', '2026-11-30', 'day'],
  ['bill_date', '2026/1/01', '2026-01-01', 'day'],
  ['end_date', '2026-11-1', '2026-11-01', 'day'],
  ['end_date', '2026.11.1', '2026-11-01', 'day'],
  ['end_date', '2026年11月1日', '2026-11-01', 'day'],
  ['end_date', '２０２６年１１月１号', '2026-11-01', 'day'],
  ['end_date', '20261101', '2026-11-01', 'day'],
  ['end_date', '46327', '2026-11-01', 'day'],
  ['end_date', '46327.999988', '2026-11-01', 'day'],
  ['end_date', '2026/11/1 23:59:59', '2026-11-01', 'day'],
  ['end_date', '2026-11-01T08:00', '2026-11-01', 'day'],
  ['end_date', '25/12/2026', '2026-12-25', 'day'],
  ['end_date', '12/25/2026', '2026-12-25', 'day'],
  ['end_date', '11/11/2026', '2026-11-11', 'day'],
  ['coupon_amount', '¥20.00', '20.00', 'amount'],
  ['coupon_amount', '￥ 20', '20', 'amount'],
  ['order_amount', '1,000', '1000', 'amount'],
  ['order_amount', '1，234，567.5', '1234567.5', 'amount'],
  ['coupon_amount', '20元', '20', 'amount'],
  ['coupon_amount', '２０ 元整', '20', 'amount'],
  ['status', '已作废', '3', 'status'],
  ['status', 'Usable', '0', 'status'],
  ['phone', '+86 138-0013-8000', '13800138000', 'phone'],
] as const)('reads the %s %s as %s', (wire, value, read, as) => {
  expect(readCell(wire, value)).toEqual({ value: read, as })
})

it.each([
  ['shop', '01,02'],
  ['start_date', '2026-11-01'],
  ['start_date', '2026-02-30'],
  ['start_date', '2026/2-3'],
  ['start_date', '11/12/2026'],
  ['start_date', '2026/11'],
  ['start_date', '11.1'],
  ['start_date', '99999'],
  ['describe', '全场、通用，2026/11/1'],
  ['coupon_code', '1，2'],
  ['coupon_amount', '20.00'],
  ['coupon_amount', '1,00'],
  ['coupon_amount', '-5'],
  ['coupon_amount', '9折'],
  ['coupon_amount', '2万'],
  ['status', '新'],
  ['phone', '13800138000/13900139000'],
])('leaves the %s %s as it is', (wire, value) => {
  expect(readCell(wire, value)).toEqual({ value })
})

it.each([
  ['11/12/2026', 'dmy', '2026-12-11'],
  ['11/12/2026 23:59', 'mdy', '2026-11-12'],
  ['25/12/2026', 'mdy', '25/12/2026'],
] as const)('reads %s in the order %s as %s', (value, order, read) => {
  expect(readCell('end_date', value, order).value).toBe(read)
})

it('is not certain of a day whose month may be its day', () => {
  expect(['11/12/2026', '1.2.2026', '11/11/2026', '25/12/2026', '2026/11/12'].map(isUncertainDay)).toEqual([
    ...[true, true, false, false, false],
  ])
})

it.each([
  ['1980/5/2', '05-02'],
  ['1980年5月2日', '05-02'],
  ['05-02', '05-02'],
  ['', ''],
])('a date of birth %s is the day %s', (text, day) => {
  expect(dayOfBirth(text)).toBe(day)
  expect(readCell('birthday', text)).toEqual({ value: day })
})
