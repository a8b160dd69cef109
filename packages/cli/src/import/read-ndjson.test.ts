import { expect, it } from 'vitest'
import { readNdjson } from './read-ndjson.ts'
import type { SourceRow } from './source-row.ts'

async function* inPieces(text: string, length: number) {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length)
}

async function read(text: string, ignoreUnknown = false): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const row of readNdjson(inPieces(text, 5), { ignoreUnknown })) rows.push(row)
  return rows
}

it('reads one object per line, numbers as text, null and blank as absent', async () => {
  const text =
    '{"coupon_code":"A","phone":18612255668,"order_amount":99.5,"card_no":null,"shop":""}\r\n\n{"coupon_code":"B"}'
  expect(await read(text)).toMatchObject([
    { line: 1, texts: { couponCode: 'A', phone: '18612255668', orderAmount: '99.5' } },
    { line: 3, cells: ['B', ...Array(15).fill('')], texts: { couponCode: 'B' } },
  ])
})

it('keeps an attribute byte for byte, U+2028 included', async () => {
  expect(await read('{"coupon_code":"A","attribute":" {\\"a\\":1}\u2028 "}')).toMatchObject([
    { texts: { attribute: ' {"a":1}\u2028 ' } },
  ])
})

it.each([
  ['what is not JSON', '{"coupon_code":', /JSON/],
  ['a list', '["A"]', /JSON/],
  ['a number that JSON readers round', '{"coupon_code":12345678901234567890}', /coupon_code must be text/],
  ['a boolean', '{"coupon_code":true}', /coupon_code must be text/],
  ['an object', '{"coupon_code":"A","attribute":{}}', /attribute must be text/],
  ['an unknown field', '{"coupon_code":"A","colour":"red"}', /unknown field/],
])('reports %s as a bad row, and continues', async (_, line, message) => {
  const rows = await read(`${line}\n{"coupon_code":"B"}\n`)
  expect(rows).toMatchObject([
    { line: 1, fault: { en: expect.stringMatching(message) } },
    { line: 2, fault: undefined },
  ])
})

it('ignores unknown fields if ignoreUnknown is set', async () => {
  expect(await read('{"coupon_code":"A","colour":"red"}', true)).toMatchObject([{ texts: { couponCode: 'A' } }])
})

it('does not mistake __proto__ for a field', async () => {
  expect(await read('{"coupon_code":"A","__proto__":{"phone":"1"}}')).toMatchObject([
    { fault: { en: expect.stringMatching(/unknown field/) } },
  ])
})

it('refuses an endless line without holding it', async () => {
  const lines = async () => {
    for await (const _ of readNdjson(inPieces('x'.repeat(600_000), 65_536), { ignoreUnknown: false }));
  }
  await expect(lines()).rejects.toThrow(/第 1 行过长/)
})
