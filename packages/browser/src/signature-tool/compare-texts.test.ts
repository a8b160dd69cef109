import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareTexts } from './compare-texts.ts'

it.each([
  ['abc', 'abc', { before: 'abc', expected: '', actual: '', after: '' }],
  ['abc', 'axc', { before: 'a', expected: 'b', actual: 'x', after: 'c' }],
  ['aa', 'aaa', { before: '', expected: '', actual: 'a', after: 'aa' }],
  ['getsessionxsign', 'getsign', { before: 'get', expected: 'sessionx', actual: '', after: 'sign' }],
  ['', 'a', { before: '', expected: '', actual: 'a', after: '' }],
  ['\u{1f600}', '\u{1f601}', { before: '', expected: '\u{1f600}', actual: '\u{1f601}', after: '' }],
])('compares %j with %j', (expected, actual, comparison) => {
  expect(compareTexts(expected, actual)).toEqual(comparison)
})

it('returns parts that form both texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '满', '\u{1f600}'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (left, right) => {
      const { before, expected, actual, after } = compareTexts(left, right)
      expect([before + expected + after, before + actual + after]).toEqual([left, right])
    }),
  )
})
