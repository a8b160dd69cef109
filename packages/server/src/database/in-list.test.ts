import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allInList, inListTexts, maxInList, ofSellerIn, paddedList, textForList } from './in-list.ts'
import type { SqlValue } from './sql-engine.ts'

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

test('a list of any length is read in parts, in order, with the values before and after it', async () => {
  const asked: (readonly unknown[])[] = []
  const reader = {
    async all(_text: string, values: readonly SqlValue[]) {
      asked.push([values.at(0), values.at(-1)])
      return [...new Set(values.slice(1, -1))].map((value) => [value])
    },
  }
  for (const length of [0, 1, maxInList, maxInList + 1]) {
    const list = Array.from({ length }, (_, place) => place)
    const rows = await allInList(reader, texts, { before: ['s'], list, after: [7] })
    expect(rows).toEqual(list.map((value) => [value]))
  }
  expect(asked).toEqual(Array(4).fill(['s', 7]))
})

test('a statement over rows of a seller has the list where its column is compared', () => {
  const ofMembers = ofSellerIn('SELECT a FROM member', 'member_no', 'ORDER BY a')
  expect(ofMembers.get(1)).toBe('SELECT a FROM member WHERE seller_id = ? AND member_no IN (?) ORDER BY a')
})
