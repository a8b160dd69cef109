import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { isSpreadsheet } from './file-rows.ts'
import { openCoupons, openMembers, type SourceOptions } from './open-source.ts'
import type { SourceRow } from './source-row.ts'

async function allOf<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

const folder = mkdtempSync(join(tmpdir(), 'yaoquan-source-'))
const path = join(folder, 'file.csv')
afterAll(() => rmSync(folder, { recursive: true }))

function open(text: string, options: SourceOptions = {}) {
  writeFileSync(path, text)
  return openCoupons(path, options)
}

async function read(text: string, options: SourceOptions = {}): Promise<readonly SourceRow[]> {
  return allOf((await open(text, options)).rows)
}

it('reads columns by field names, property names and Chinese names, and leaves out blanks', async () => {
  const [row, ...others] = await read(
    'coupon_code,phone,couponName,会员卡号,使用的门店\nA1,18612255668,满199减99,,"01,02"\n',
  )
  expect(others).toEqual([])
  expect(row).toMatchObject({
    line: 2,
    cells: ['A1', '18612255668', '满199减99', '', '01,02'],
    texts: { couponCode: 'A1', phone: '18612255668', couponName: '满199减99', shop: '01,02' },
  })
})

it('numbers rows by the line where they begin, across quoted line breaks, blank lines and CRLF', async () => {
  const rows = await read('coupon_code,describe\r\nA,"x\r\n\r\ny"\r\n\r\nB,z\r\n,\r\nC,w')
  expect(rows.map(({ line, texts }) => [line, texts.couponCode])).toEqual([
    [2, 'A'],
    [6, 'B'],
    [8, 'C'],
  ])
})

it('keeps JSON and lone quotes inside values as they are', async () => {
  const rows = await read('coupon_code,attribute,describe\nA," { ""a"":""b"" , ""c"":1 }",5"寸\n')
  expect(rows).toMatchObject([{ texts: { attribute: ' { "a":"b" , "c":1 }', description: '5"寸' } }])
})

it.each([
  ['tabs', 'coupon_code\tshop\nA\t01,02\n'],
  ['semicolons', 'coupon_code;shop\nA;01,02\n'],
  ['semicolons below a note', '双十一发券表\ncoupon_code;shop\nA;01,02\n'],
])('reads text with %s between its values', async (_what, text) => {
  expect(await read(text)).toMatchObject([{ texts: { couponCode: 'A', shop: '01,02' } }])
})

it('finds the header below a title and notes, and counts lines from the top', async () => {
  const text = '双十一发券表,,\n说明：请勿外传,,\n券码,手机,面额\nA1,13800138000,¥20.00\n'
  expect(await read(text)).toMatchObject([
    { line: 4, texts: { couponCode: 'A1', phone: '13800138000', couponAmount: '20.00' } },
  ])
})

it.each([
  ['another number of columns', 'A,1,2', '3 columns, the header has 2'],
  ['characters after a closing quote', 'A,"1" 2', 'characters after a closing quote'],
])('names the fault of a row with %s, and continues', async (_what, line, fault) => {
  const rows = await read(`coupon_code,phone\n${line}\nC,"3"\n`)
  expect(rows).toMatchObject([{ line: 2, fault: { en: fault } }, { line: 3 }])
  expect(rows[1]?.fault).toBeUndefined()
})

it('yields the rows before a fault', async () => {
  const seen: SourceRow[] = []
  const walk = async () => {
    for await (const row of (await open('coupon_code\nA\n"B\n')).rows) seen.push(row)
  }
  await expect(walk()).rejects.toThrow(/第 3 行/)
  expect(seen).toMatchObject([{ texts: { couponCode: 'A' } }])
})

it.each([
  ['an unknown column', 'coupon_code,colour\nA,red\n', /未知的列: "colour".*--map.*--ignore-unknown/],
  ['a column named twice', 'coupon_code,phone,phone\n', /重复的列.*phone/],
  ['a header without the code', 'phone\n1\n', /缺少.*coupon_code/],
  ['an empty file', '', /文件是空的/],
  ['a quote that is never closed', 'coupon_code\nA\n"B\nC\n', /第 3 行/],
  ['an endless row', `coupon_code\nA\n"${'x\n'.repeat(200_000)}`, /第 3 行/],
])('refuses %s', async (_, text, message) => {
  await expect(read(text)).rejects.toThrow(message)
})

it('leaves out unknown columns if it may, those without a title, and those that the caller names', async () => {
  const text = 'colour,coupon_code,,备注\nred,A,x,y\n'
  const source = await open(text, { ignoreUnknown: true })
  expect(source.leftOut).toEqual(['colour', '#3', '备注'])
  expect(await allOf(source.rows)).toMatchObject([{ texts: { couponCode: 'A' } }])
  const map = new Map([
    ['备注', '描述'],
    ['colour', ''],
  ])
  expect(await read(text, { map })).toMatchObject([{ texts: { couponCode: 'A', description: 'y' } }])
})

it.each([
  ['a field that is none', [['a', 'farbe']], /没有字段 "farbe"/],
  ['a column that the file lacks', [['b', 'phone']], /列 "b" 不在表头里/],
] as const)('refuses a map with %s', async (_what, map, message) => {
  await expect(read('coupon_code,a\nA,1\n', { map: new Map(map) })).rejects.toThrow(message)
})

it('shows how each column is read by its first values, and what it is called', async () => {
  const lines = Array.from({ length: 9 }, (_, place) => `A${place},2026/11/${place + 1},11/12/2026`)
  const source = await open(`券码,开始,结束日期\n${lines.join('\n')}\n`)
  await allOf(source.rows)
  expect(source.columns[1]).toMatchObject({ title: '开始', field: 'start_date' })
  expect(source.columns[1]?.examples).toHaveLength(5)
  expect(source.columns[1]?.examples[0]).toEqual({ given: '2026/11/1', value: '2026-11-01' })
  expect(source.nameOf('start_date')).toBe('开始')
  expect(source.read.uncertain()).toEqual([{ column: 2, rows: 9, given: '11/12/2026' }])
  expect(await read('券码,到期\nA,11/12/2026\n', { dates: 'dmy' })).toMatchObject([
    { texts: { endDate: '2026-12-11' } },
  ])
})

it('leaves a web page that a system named .xls to the reader of spreadsheets, which refuses it', async () => {
  const startsOf = ['\ufeff\n<html>', '<?xml version="1.0"?>', 'coupon_code,<b>']
  const left: boolean[] = []
  for (const text of startsOf) {
    writeFileSync(path, text)
    left.push(await isSpreadsheet(path))
  }
  expect(left).toEqual([true, true, false])
})

it('reads members from the same kinds of files', async () => {
  writeFileSync(path, '会员名单;;\n手机;生日;属性.肤质\n+86 138-0013-8000;1980/5/2;干\n')
  const { rows } = await openMembers(path, {})
  expect(await allOf(rows)).toMatchObject([
    { line: 3, texts: { phone: '13800138000', birthday: '05-02', 'attribute.肤质': '干' } },
  ])
})
