import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareBytes } from './candidate.ts'

test('orders texts by their bytes in UTF-8, also beyond the basic plane', () => {
  const characters = fc.constantFrom(
    '',
    'a',
    'b',
    'é',
    '药',
    '\uD7FF',
    '\uE000',
    '\uFFFF',
    '\u{10000}',
    '😀',
    '\u{10FFFF}',
  )
  const texts = fc.array(characters, { maxLength: 4 }).map((list) => list.join(''))
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      expect(Math.sign(compareBytes(left, right))).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
    }),
  )
  expect(compareBytes('ﬀ', '😀')).toBeLessThan(0)
})
