import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SqlReader, SqlRow, SqlValue } from './sql-engine.ts'
import { positional } from './statement.ts'
import { keyOf, type Table } from './table.ts'

const pageRows = 1000

/** Rows of a table, or of one seller in it. */
type KeyedRows = Readonly<{
  /** Its key has one or two columns besides `seller_id` where the rows are those of a seller. */
  table: Table
  sellerId?: string | undefined
  /** Alias of the table in the statement. */
  name?: string | undefined
  /** Begins after the row with this key, without the seller; default: with the first. */
  after?: readonly SqlValue[] | undefined
}>

/** All rows with all columns in the order of their key, a page at a time. */
export async function* rowsInKeyOrder(reader: SqlReader, rows: KeyedRows): AsyncGenerator<SqlRow> {
  const { first, after, order } = pageTexts(rows)
  const scope = rows.sellerId === undefined ? [] : [rows.sellerId]
  const pageAfter = ([one = null, two = null]: readonly SqlValue[]) => {
    const bound = order.length === 1 ? [one] : [one, one, two]
    return reader.all(positional(after, [...scope, ...bound, pageRows]))
  }
  let page =
    rows.after === undefined ? await reader.all(positional(first, [...scope, pageRows])) : await pageAfter(rows.after)
  for (;;) {
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < pageRows) return
    await nextTurn()
    page = await pageAfter(keyOf(rows.table, last).slice(scope.length))
  }
}

type PageTexts = Readonly<{ first: string; after: string; order: readonly string[] }>

/** The texts of the first page and of one after a key. A range on the first column is what planners find on a key. */
export function pageTexts({ table, sellerId, name = table.name }: KeyedRows): PageTexts {
  const order = sellerId === undefined ? table.key : table.key.slice(1)
  const [one, two] = order
  const end = one === undefined ? 'LIMIT ?' : `ORDER BY ${order.join(', ')} LIMIT ?`
  const bound = two === undefined ? `${one ?? 1} > ?` : `${one} >= ? AND (${one} > ? OR ${two} > ?)`
  const from = `SELECT ${table.columns.join(', ')} FROM ${name}`
  return sellerId === undefined
    ? { first: `${from} ${end}`, after: `${from} WHERE ${bound} ${end}`, order }
    : { first: `${from} WHERE seller_id = ? ${end}`, after: `${from} WHERE seller_id = ? AND ${bound} ${end}`, order }
}
