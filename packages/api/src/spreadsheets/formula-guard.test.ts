import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guarded, looksLikeFormula, unguarded } from './formula-guard.ts'

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-5元券', "'-5元券"],
  ['＝1', "'＝1"],
  ["'=1", "''=1"],
  ['满199减99', '满199减99'],
  ["'s", "'s"],
  ['', ''],
])('guards %s as %s', (value, text) => {
  expect(guarded(value)).toBe(text)
})

it('restores every value, and leaves none that a spreadsheet would run', () => {
  const anyValue = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', '1') })
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(unguarded(guarded(value))).toBe(value)
      expect(looksLikeFormula(guarded(value))).toBe(false)
    }),
  )
})
