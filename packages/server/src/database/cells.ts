import type { SqlValue } from './sql-engine.ts'

/** The text of a cell; undefined for NULL. */
export function textOf(cell: SqlValue | undefined): string | undefined {
  return typeof cell === 'string' ? cell : undefined
}

/** The number of a cell; undefined for NULL. */
export function numberOf(cell: SqlValue | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined
}

/** The bytes of a cell; undefined for NULL. */
export function bytesOf(cell: SqlValue | undefined): Uint8Array | undefined {
  return cell instanceof Uint8Array ? cell : undefined
}

/** The texts of a cell that holds a list as JSON. @throws Error when it holds none */
export function listOf(cell: SqlValue | undefined): readonly string[] {
  const list: unknown = JSON.parse(String(cell))
  if (!Array.isArray(list)) throw new Error('a list column that holds no list')
  return list.map(String)
}

/** Bytes in hexadecimal. */
export function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('hex')
}

/** A cell as text, bytes in hexadecimal: texts of cells of one column are equal when the cells are. */
export function cellText(cell: SqlValue | undefined): string {
  return cell instanceof Uint8Array ? hexOf(cell) : String(cell)
}

/** Whether two cells hold the same value. */
export function isSameCell(left: SqlValue | undefined, right: SqlValue | undefined): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}
