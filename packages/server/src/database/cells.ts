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

/** A cell as text, bytes in hexadecimal: texts of cells of one column are equal when the cells are. */
export function cellText(cell: SqlValue | undefined): string {
  return cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell)
}

/** Whether two cells hold the same value. */
export function isSameCell(left: SqlValue | undefined, right: SqlValue | undefined): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}
