import fc from 'fast-check'
import { expect, test } from 'vitest'
import { multiRowInserts } from './multi-row-insert.ts'

test('every row comes once, in order, with as many marks as values', () => {
  const rows = fc.array(fc.tuple(fc.nat(), fc.string()), { maxLength: 1100 })
  fc.assert(
    fc.property(rows, (given) => {
      const inserts = [...multiRowInserts('INSERT INTO t (a, b)\n  VALUES (?, ?)', given)]
      expect(inserts.flatMap(({ values }) => values)).toEqual(given.flat())
      for (const { text, values } of inserts) expect(text.split('?')).toHaveLength(values.length + 1)
      expect(inserts.length).toBeLessThanOrEqual(4 + 3 + 3 + 3 + 3)
    }),
  )
})

test('refuses a text whose placeholders are not at its end', () => {
  const rows = Array.from({ length: 4 }, () => [1])
  expect(() => [...multiRowInserts('UPDATE t SET a = ?', rows)]).toThrow(RangeError)
})
