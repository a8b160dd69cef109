import type { SqlValue } from '#database/sql-engine'

/** -1, 0 or 1 by the bytes of keys, which is the order of every engine's binary collation. */
export function compareKeys(left: readonly SqlValue[], right: readonly SqlValue[]): number {
  for (const [place, value] of left.entries()) {
    const order = compareValues(value, right[place] ?? null)
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
