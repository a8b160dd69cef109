import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareTexts } from './compare-texts.ts'

it.each([
  ['abc', 'abc', { before: 'abc', expected: '', given: '', after: '' }],
  ['abc', 'axc', { before: 'a', expected: 'b', given: 'x', after: 'c' }],
  ['aa', 'aaa', { before: '', expected: '', given: 'a', after: 'aa' }],
  ['getsessionxsign', 'getsign', { before: 'get', expected: 'sessionx', given: '', after: 'sign' }],
  ['', 'a', { before: '', expected: '', given: 'a', after: '' }],
  ['\u{1f600}', '\u{1f601}', { before: '', expected: '\u{1f600}', given: '\u{1f601}', after: '' }],
])('compares %j with %j', (expected, given, comparison) => {
  expect(compareTexts(expected, given)).toEqual(comparison)
})

it('returns parts that form both texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '满', '\u{1f600}'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (left, right) => {
      const { before, expected, given, after } = compareTexts(left, right)
      expect([before + expected + after, before + given + after]).toEqual([left, right])
    }),
  )
})
