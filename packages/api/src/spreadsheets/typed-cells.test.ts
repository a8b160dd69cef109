import { expect, it } from 'vitest'
import { dayOfBirth, readDifferentlyTexts, readTypedCell } from './typed-cells.ts'

it.each([
  ['shop', '01，02', '01,02', 'list'],
  ['category', '1001、1002, 3', '1001,1002, 3', 'list'],
  ['start_date', '2026/11/1', '2026-11-01', 'day'],
  ['end_date', ' 2026/11/30 ', '2026-11-30', 'day'],
  ['bill_date', '2026/1/01', '2026-01-01', 'day'],
] as const)('reads the %s %s as %s', (wire, value, read, as) => {
  expect(readTypedCell(wire, value)).toEqual({ value: read, as })
})

it.each([
  ['shop', '01,02'],
  ['start_date', '2026-11-01'],
  ['start_date', '2026-11-1'],
  ['start_date', '11/1/2026'],
  ['start_date', '2026/11'],
  ['describe', '全场、通用，2026/11/1'],
  ['coupon_code', '1，2'],
  ['birthday', '2026/11/1'],
])('leaves the %s %s as it is', (wire, value) => {
  expect(readTypedCell(wire, value)).toBeUndefined()
})

it.each([
  ['1980/5/2', '05-02'],
  ['1980年5月2日', '05-02'],
  ['05-02', '05-02'],
  ['', ''],
])('a date of birth %s is the day %s', (text, day) => {
  expect(dayOfBirth(text)).toBe(day)
})

it('says of what was read differently how many rows have it', () => {
  expect(readDifferentlyTexts({ list: 0, day: 0 })).toEqual([])
  const texts = readDifferentlyTexts({ list: 3, day: 2 })
  expect(texts.map(({ zh }) => zh)).toEqual([
    '3 行的列表用了 ， 或 、，已按逗号读取',
    '2 行的日期形如 2026/11/1，已按 2026-11-01 读取',
  ])
})
