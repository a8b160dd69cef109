import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withLastingPlan } from './lasting-plan.ts'

test('a page is the same whatever its values, with its placeholders hidden in expressions', () => {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE kept (place INTEGER PRIMARY KEY, text_column VARCHAR(9), blob_column BLOB)')
  const insert = database.prepare('INSERT INTO kept (text_column, blob_column) VALUES (?, ?)')
  const page = 'SELECT place, ? FROM kept WHERE text_column = ? AND blob_column = ? ORDER BY place LIMIT ?'
  expect(withLastingPlan(page)).not.toContain(' ?')
  const [bare, lasting] = [page, withLastingPlan(page)].map((text) => database.prepare(text).raw())
  fc.assert(
    fc.property(value, value, fc.integer({ min: 1, max: 3 }), (text, blob, limit) => {
      insert.run(text, blob)
      const values = [text, text, blob, limit]
      expect(lasting?.all(values)).toEqual(bare?.all(values))
    }),
  )
  database.close()
})

const value = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.stringMatching(/^-?\d{1,2}$/),
  fc.maxSafeInteger(),
  fc.uint8Array({ maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(null),
)
