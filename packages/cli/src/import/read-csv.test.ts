import { expect, it } from 'vitest'
import { readCsv } from './read-csv.ts'
import type { SourceRow } from './source-row.ts'

async function read(text: string, ignoreUnknown = false, pieceLength = 7): Promise<readonly SourceRow[]> {
  async function* pieces() {
    for (let start = 0; start < text.length; start += pieceLength) yield text.slice(start, start + pieceLength)
  }
  const rows: SourceRow[] = []
  for await (const row of readCsv(pieces(), { ignoreUnknown })) rows.push(row)
  return rows
}

it('reads columns by field names, property names and Chinese descriptions, and leaves out blanks', async () => {
  expect(await read('coupon_code,phone,couponName,会员卡号,shop\nA1,18612255668,满199减99,,"01,02"\n')).toEqual([
    { kind: 'row', line: 2, texts: { couponCode: 'A1', phone: '18612255668', couponName: '满199减99', shop: '01,02' } },
  ])
})

it('numbers rows by the line where they begin, across quoted line breaks, blank lines and CRLF', async () => {
  const rows = await read('coupon_code,describe\r\nA,"x\r\n\r\ny"\r\n\r\nB,z\r\n,\r\nC,w')
  expect(rows.map((row) => [row.line, row.kind === 'row' && row.texts.couponCode])).toEqual([
    [2, 'A'],
    [6, 'B'],
    [8, 'C'],
  ])
})

it('keeps JSON and lone quotes inside values as they are', async () => {
  const rows = await read('coupon_code,attribute,describe\nA,"{ ""a"":""b"" , ""c"":1 }",5"寸\n')
  expect(rows).toMatchObject([{ texts: { attribute: '{ "a":"b" , "c":1 }', description: '5"寸' } }])
})

it('reads tab separated text', async () => {
  expect(await read('coupon_code\tshop\nA\t01,02\n', false, 1_000)).toMatchObject([
    { texts: { couponCode: 'A', shop: '01,02' } },
  ])
})

it('reports a row with another number of columns as bad, and continues', async () => {
  const rows = await read('coupon_code,phone\nA,1,2\nB\nC,3\n')
  expect(rows.map((row) => row.kind)).toEqual(['bad', 'bad', 'row'])
  expect(rows[0]).toMatchObject({ line: 2, reason: { en: '3 columns, the header has 2' } })
})

it('reports a row with characters after a closing quote as bad, and continues', async () => {
  const rows = await read('coupon_code,phone\nA,"1" 2\nC,"3"\n')
  expect(rows).toMatchObject([
    { kind: 'bad', line: 2, reason: { en: 'characters after a closing quote' } },
    { line: 3 },
  ])
})

it('yields the rows before a fault', async () => {
  const seen: SourceRow[] = []
  const walk = async () => {
    for await (const row of readCsv(whole('coupon_code\nA\n"B\n'), { ignoreUnknown: false })) seen.push(row)
  }
  await expect(walk()).rejects.toThrow(/第 3 行/)
  expect(seen).toMatchObject([{ texts: { couponCode: 'A' } }])
})

async function* whole(text: string) {
  yield text
}

it.each([
  ['an unknown column', 'coupon_code,colour\nA,red\n', /未知的列: "colour"/],
  ['a column named twice', 'coupon_code,phone,phone\n', /重复的列.*phone|phone.*重复/],
  ['a header without the code', 'phone\n1\n', /缺少.*coupon_code|coupon_code/],
  ['an empty file', '', /文件是空的/],
  ['a quote that is never closed', 'coupon_code\nA\n"B\nC\n', /第 3 行/],
  ['an endless row', `coupon_code\nA\n"${'x\n'.repeat(200_000)}`, /第 3 行/],
])('refuses %s', async (_, text, message) => {
  await expect(read(text, false, 65_536)).rejects.toThrow(message)
})

it('ignores unknown columns if ignoreUnknown is set', async () => {
  expect(await read('colour,coupon_code\nred,A\n', true)).toMatchObject([{ texts: { couponCode: 'A' } }])
})
