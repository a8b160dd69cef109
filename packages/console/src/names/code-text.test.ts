import { expect, test } from 'vitest'
import { codesText, codeText, namedWords } from './code-text.ts'

const nameOf = (code: string) => new Map([['01', '朝阳店']]).get(code)

test.each([
  ['01', '朝阳店 (01)'],
  ['1', '1'],
  ['', ''],
])('the code %j reads %j', (code, text) => {
  expect(codeText(code, nameOf)).toBe(text)
})

test('a sentence names the codes that are words of it', () => {
  expect(namedWords('本店 01 不在可用门店内：02、01。', nameOf)).toBe(
    '本店 朝阳店 (01) 不在可用门店内：02、朝阳店 (01)。',
  )
})

test('a list keeps its groups and what has no name', () => {
  expect(codesText('@华东, 01,02', nameOf)).toBe('@华东,朝阳店 (01),02')
})
