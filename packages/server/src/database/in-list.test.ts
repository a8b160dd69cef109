import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inListTexts, maxInList, paddedList, textForList } from './in-list.ts'

const texts = inListTexts((marks) => `IN (${marks})`)

test('a list of any length has a text with as many marks as it has values, and the same members', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: maxInList }), (values) => {
      const padded = paddedList(values)
      expect(textForList(texts, padded).split('?')).toHaveLength(padded.length + 1)
      expect(new Set(padded)).toEqual(new Set(values))
    }),
  )
})

test('few texts serve all lengths', () => {
  expect(texts.size).toBeLessThanOrEqual(6)
})

test.each([0, maxInList + 1])('refuses a list of %i values', (length) => {
  expect(() => paddedList(Array(length).fill(1))).toThrow(RangeError)
})
