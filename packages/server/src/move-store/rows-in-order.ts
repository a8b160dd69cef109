import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import type { MovedTable } from './moved-tables.ts'
import { afterValues, tableTexts } from './table-texts.ts'

const blockSize = 1000

export type RowSource = Readonly<{
  reader: SqlReader
  table: MovedTable
  /** Of seller data. */
  sellerId: string | undefined
  isFenced?: boolean | undefined
}>

/** All rows of a table, or of a seller in it, in the order of the key; never more than a block of them in memory. */
export async function* rowsInOrder({ reader, table, sellerId, isFenced }: RowSource): AsyncGenerator<SqlRow> {
  const texts = tableTexts(table, isFenced)
  const scope = sellerId === undefined ? [] : [sellerId]
  const keyed = scope.length
  let block = await reader.all(texts.first, [...scope, blockSize])
  for (;;) {
    yield* block
    const last = block.at(-1)
    if (last === undefined || block.length < blockSize) return
    const key = afterValues(last.slice(keyed, table.key.length))
    block = await reader.all(texts.after, [...scope, ...key, blockSize])
  }
}

/** -1, 0 or 1 by the bytes of keys, which is the order of every engine's binary collation. */
export function compareKeys(left: SqlRow, right: SqlRow, length: number): number {
  for (let place = 0; place < length; place += 1) {
    const order = compareValues(left[place] ?? null, right[place] ?? null)
    if (order !== 0) return order
  }
  return 0
}

/** Whether two values are the same, whichever engine they come from. */
export function isSameValue(left: SqlValue, right: SqlValue): boolean {
  if (left === null || right === null) return left === right
  return compareValues(left, right) === 0
}

function compareValues(left: SqlValue, right: SqlValue): number {
  if (typeof left === 'string' || left instanceof Uint8Array) return Buffer.compare(bytesOf(left), bytesOf(right))
  const [a, b] = [Number(left), Number(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

function bytesOf(value: SqlValue): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value), 'utf8')
}
