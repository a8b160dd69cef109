import { expect, test } from 'vitest'
import { csvOf } from '../parts/save-file.ts'

test('quotes what a separator, a quote or a line break is in', () => {
  const rows = [
    ['店', '元'],
    ['一,二', 1],
    ['"三"', '2.50'],
    ['四\n五', 3],
  ]
  expect(csvOf(rows)).toBe('\ufeff店,元\r\n"一,二",1\r\n"""三""",2.50\r\n"四\n五",3\r\n')
})

test('makes a text that begins like a formula harmless, and leaves numbers', () => {
  expect(csvOf([['=1+1', '-12.5', '-x', '@a']])).toBe("\ufeff'=1+1,-12.5,'-x,'@a\r\n")
})
