import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'

const rowsOf = (text: string) => {
  const read = readTable(text, 'shop')
  return read.kind === 'rows' ? read.rows.map(({ line, values }) => [line, values]) : read.fault
}

test.each([
  ['a spreadsheet', '门店编码\t门店名称\t城市\n01\t朝阳店\t北京\n'],
  ['a CSV file', '\ufeffcode,name,city\r\n01,朝阳店,北京\r\n'],
  ['quoted cells', 'code,name,city\n"01","朝阳店","北京"'],
])('reads %s', (_what, text) => {
  expect(rowsOf(text)).toEqual([[2, { code: '01', name: '朝阳店', city: '北京' }]])
})

test('takes the first two columns of a table without a header for code and name', () => {
  expect(rowsOf('01,朝阳店\n\n02,"海淀, ""东"""\n')).toEqual([
    [1, { code: '01', name: '朝阳店' }],
    [3, { code: '02', name: '海淀, "东"' }],
  ])
})

test('reads the columns of categories', () => {
  expect(readTable('品类编码,品类名称,上级编码\n1001,感冒用药,10', 'category')).toEqual({
    kind: 'rows',
    rows: [{ line: 2, values: { code: '1001', name: '感冒用药', parentCode: '10' } }],
  })
})

test.each([
  ['', { kind: 'empty' }],
  ['code,name\n', { kind: 'empty' }],
  ['code,town\n01,x', { kind: 'unknown-column', column: 'town' }],
  ['code,city\n01,x', { kind: 'missing-column', column: '门店名称' }],
  ['code,name\n01,a\n02', { kind: 'bad-row', line: 3 }],
  ['code,name\n01,"a\n02,b', { kind: 'bad-quotes', line: 2 }],
  ['code,name\n01,"a"b', { kind: 'bad-quotes', line: 2 }],
  ['code,name\n01,a\n,b', { kind: 'no-code', line: 3 }],
  ['code,name\n01,', { kind: 'no-name', line: 2 }],
  ['code,name\n01,a\n01,b', { kind: 'repeated', line: 3 }],
  ['code,name,closed\n01,a,是\n02,b,maybe', { kind: 'bad-closed', line: 3 }],
  [Array.from({ length: 6001 }, (_, place) => `${place},x`).join('\n'), { kind: 'too-many', max: 6000 }],
])('refuses %.30j', (text, fault) => {
  expect(rowsOf(text)).toEqual(fault)
})
