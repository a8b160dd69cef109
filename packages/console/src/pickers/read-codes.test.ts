import { expect, test } from 'vitest'
import { hasSeparator, isDoubtful, isList, readCodes, withDoubts } from './read-codes.ts'

const entries = [
  { code: '01', name: '朝阳店', place: '北京' },
  { code: '02', name: '海淀 二店', place: '北京' },
  { code: 'A3', name: '中心店', place: '上海' },
  { code: 'A4', name: '中心店', place: '杭州' },
]
const groups = [{ name: '华东', shopCount: 2 }]

test.each([
  ['01,02，A3、A4', ['01', '02', 'A3', 'A4']],
  ['01\r\n02\tA3;A4；01', ['01', '02', 'A3', 'A4']],
  ['  01   02  ', ['01', '02']],
  ['朝阳店 海淀 二店', ['01']],
  ['朝阳店,海淀 二店', ['01', '02']],
  ['朝阳店 (01)、海淀 二店（02）', ['01', '02']],
  ['@华东, 01', ['@华东', '01']],
  ['', []],
])('%j names %j', (text, codes) => {
  expect(readCodes(text, entries, groups).codes).toEqual(codes)
})

test('what names nothing, and what names several, is told apart', () => {
  expect(readCodes('01,中心店,朝阳二店,0801 0802,@没有,0801', entries, groups)).toEqual({
    codes: ['01'],
    unknown: ['朝阳二店', '0801', '0802', '@没有'],
    ambiguous: ['中心店'],
  })
})

test('what an earlier list left unrecognised stays, each once', () => {
  const earlier = readCodes('01,中心店,朝阳二店', entries)
  const sum = withDoubts(readCodes('02,朝阳二店,0801', entries), earlier)
  expect(sum).toEqual({ codes: ['02'], unknown: ['朝阳二店', '0801'], ambiguous: ['中心店'] })
  expect([earlier, sum, readCodes('中心店', entries), readCodes('01', entries)].map(isDoubtful)).toEqual([
    ...[true, true, true, false],
  ])
})

test('names are found in any case of letters, codes only as they are', () => {
  const shops = [{ code: 'a1', name: 'North Gate' }]
  expect(readCodes('north gate', shops)).toMatchObject({ codes: ['a1'], unknown: [] })
  expect(readCodes('A1', shops)).toMatchObject({ codes: [], unknown: ['A1'] })
})

test.each([
  ['01', false],
  ['海淀 二店', false],
  ['', false],
  ['01 02', true],
  ['01\n02', true],
  ['朝阳店,', false],
])('%j is a list: %s', (text, is) => {
  expect(isList(text, entries)).toBe(is)
})

test.each([
  ['海淀 二', false],
  ['01,', true],
  ['01，', true],
])('typing %j ends an item: %s', (text, ends) => {
  expect(hasSeparator(text)).toBe(ends)
})
