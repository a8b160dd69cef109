import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withLastingPlan } from './sqlite-connection.ts'

test('statements do the same with their placeholders hidden in expressions, whatever their values', () => {
  const bare = openTable((text) => text)
  const lasting = openTable(withLastingPlan)
  fc.assert(
    fc.property(value, value, value, fc.integer({ min: 1, max: 3 }), (text, blob, other, limit) => {
      for (const [statement, values] of [
        ['INSERT INTO kept (text_column, blob_column) VALUES (?, ?)', [text, blob]],
        ['UPDATE kept SET text_column = ? WHERE text_column = ? AND blob_column IN (?, ?)', [other, text, blob, other]],
        ['INSERT INTO kept VALUES (1, ?, ?) ON CONFLICT (place) DO UPDATE SET blob_column = ?', [text, blob, other]],
        [
          'SELECT place, ? FROM kept WHERE text_column = ? AND blob_column = ? ORDER BY place LIMIT ?',
          [text, other, blob, limit],
        ],
        ['SELECT * FROM kept WHERE blob_column IN (?, ?) OR text_column BETWEEN ? AND ?', [blob, other, text, other]],
        ['SELECT * FROM kept WHERE text_column LIKE ?', [other]],
      ] as const) {
        expect(lasting(statement, values), statement).toEqual(bare(statement, values))
      }
    }),
  )
})

/** @returns runs a statement and gives its rows, or how many it changed */
function openTable(spell: (text: string) => string): (text: string, values: readonly unknown[]) => unknown {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE kept (place INTEGER PRIMARY KEY, text_column VARCHAR(9), blob_column BLOB)')
  return (text, values) => {
    const statement = database.prepare(spell(text))
    return statement.reader ? statement.raw().all(values) : statement.run(values).changes
  }
}

const value = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.stringMatching(/^-?\d{1,2}$/),
  fc.maxSafeInteger(),
  fc.uint8Array({ maxLength: 2 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(null),
)
