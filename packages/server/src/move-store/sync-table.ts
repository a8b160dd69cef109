import { rowsInKeyOrder } from '#database/rows-in-key-order'
import type { SqlEngine, SqlReader, SqlRow, SqlTransaction, SqlValue } from '#database/sql-engine'
import { positional } from '#database/statement'
import { keyOf, type Table } from '#database/table'
import { nameInSource, tableTexts } from './moved-tables.ts'

/** Rows of one transaction. */
const maxChanges = 500

export type TableSync = Readonly<{
  from: SqlReader
  to: SqlEngine
  table: Table
  /** Seller, for data of a seller. */
  sellerId?: string | undefined
  /** Whether the source is fenced. */
  isFenced: boolean
}>

type Difference = Readonly<{ remove: SqlRow | undefined; insert: SqlRow | undefined }>

/** Makes a table, or a seller's rows in it, equal to the source's by walking both in the order of their key. */
export async function syncTable(sync: TableSync): Promise<void> {
  const { to, table } = sync
  const waiting: Difference[] = []
  const flush = async () => {
    const batch = waiting.splice(0)
    if (batch.length > 0) await to.transact((transaction) => apply(transaction, table, batch))
  }
  for await (const difference of differencesOf(sync)) {
    waiting.push(difference)
    if (waiting.length === maxChanges) await flush()
  }
  await flush()
}

/** What one must do to the target to make it equal. */
export async function* differencesOf({ from, to, table, sellerId, isFenced }: TableSync): AsyncGenerator<Difference> {
  const left = ascending(rowsInKeyOrder(from, { table, sellerId, name: nameInSource(table, isFenced) }), table)
  const right = ascending(rowsInKeyOrder(to.reader, { table, sellerId }), table)
  let [source, target] = [await left.next(), await right.next()]
  while (!source.done || !target.done) {
    const order = source.done
      ? 1
      : target.done
        ? -1
        : compareKeys(keyOf(table, source.value), keyOf(table, target.value))
    if (order < 0 && !source.done) yield { remove: undefined, insert: source.value }
    else if (order > 0 && !target.done) yield { remove: target.value, insert: undefined }
    else if (!source.done && !target.done && !isSameRow(source.value, target.value)) {
      yield { remove: target.value, insert: source.value }
    }
    if (order <= 0) source = await left.next()
    if (order >= 0) target = await right.next()
  }
}

/** Rows can be compared one by one only where both engines sort alike, so another order is an error. */
async function* ascending(rows: AsyncGenerator<SqlRow>, table: Table): AsyncGenerator<SqlRow> {
  let before: readonly SqlValue[] | undefined
  for await (const row of rows) {
    const key = keyOf(table, row)
    if (before !== undefined && compareKeys(before, key) >= 0) {
      throw new Error(`the rows of ${table.name} do not come in the order of their keys`)
    }
    before = key
    yield row
  }
}

async function apply(transaction: SqlTransaction, table: Table, batch: readonly Difference[]): Promise<void> {
  const texts = tableTexts(table)
  for (const { remove } of batch) {
    if (remove !== undefined) await transaction.run(positional(texts.delete, keyOf(table, remove)))
  }
  const inserts = batch.flatMap(({ insert }) => (insert === undefined ? [] : [insert]))
  await transaction.insertMany(texts.insert, inserts)
}

function isSameRow(left: SqlRow, right: SqlRow): boolean {
  return left.every((value, place) => isSameValue(value, right[place] ?? null))
}

/** -1, 0 or 1 by the bytes of keys, which is the order of every engine's binary collation. */
function compareKeys(left: readonly SqlValue[], right: readonly SqlValue[]): number {
  for (const [place, value] of left.entries()) {
    const order = compareValues(value, right[place] ?? null)
    if (order !== 0) return order
  }
  return 0
}

/** Whether two values are the same, whichever engine they come from. */
function isSameValue(left: SqlValue, right: SqlValue): boolean {
  if (left === null || right === null) return left === right
  return compareValues(left, right) === 0
}

function compareValues(left: SqlValue, right: SqlValue): number {
  // Nearly always: two buffers for each text would take a third of the comparison's time.
  if (left === right) return 0
  if (typeof left === 'string' || left instanceof Uint8Array) return Buffer.compare(bytesOf(left), bytesOf(right))
  const [a, b] = [Number(left), Number(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

function bytesOf(value: SqlValue): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value), 'utf8')
}
