import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlReader, SqlRow } from '#database/sql-engine'

const pageRows = 1000

/** Rows of a seller in a table, the ordered columns first. */
export type KeyedRows = Readonly<{
  table: string
  /** Key columns after `seller_id`, one or two. */
  key: readonly [string] | readonly [string, string]
  others: readonly string[]
}>

/** All rows of a seller in the order of their key, a page at a time. */
export async function* rowsByKey(reader: SqlReader, rows: KeyedRows, sellerId: string): AsyncGenerator<SqlRow> {
  const { first, after } = pageTexts(rows)
  let page = await reader.all(first, [sellerId, pageRows])
  for (;;) {
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return
    await nextTurn()
    const [one = null, two = null] = last
    const bound = rows.key.length === 1 ? [one] : [one, one, two]
    page = await reader.all(after, [sellerId, ...bound, pageRows])
  }
}

/** The texts of the first page and of one after a key. A range on the first column is what planners find on a key. */
export function pageTexts({ table, key, others }: KeyedRows): Readonly<{ first: string; after: string }> {
  const [one, two] = key
  const from = `SELECT ${[...key, ...others].join(', ')} FROM ${table} WHERE seller_id = ?`
  const end = `ORDER BY ${key.join(', ')} LIMIT ?`
  const bound = two === undefined ? `${one} > ?` : `${one} >= ? AND (${one} > ? OR ${two} > ?)`
  return { first: `${from} ${end}`, after: `${from} AND ${bound} ${end}` }
}
