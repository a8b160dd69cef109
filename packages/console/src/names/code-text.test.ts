import { expect, test } from 'vitest'
import { codesText, codeText } from './code-text.ts'

const nameOf = (code: string) => new Map([['01', '朝阳店']]).get(code)

test.each([
  ['01', '朝阳店 (01)'],
  ['1', '1'],
  ['', ''],
])('the code %j reads %j', (code, text) => {
  expect(codeText(code, nameOf)).toBe(text)
})

test('a list keeps its groups and what has no name', () => {
  expect(codesText('@华东, 01,02', nameOf)).toBe('@华东,朝阳店 (01),02')
})
