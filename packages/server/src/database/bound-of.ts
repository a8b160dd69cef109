import type { BoundStatement, SqlValue } from './sql-engine.ts'

/** A statement that was given as text and values or bound already. */
export function boundOf(
  statement: string | BoundStatement,
  values: readonly SqlValue[] = [],
): Pick<BoundStatement, 'text' | 'values'> {
  return typeof statement === 'string' ? { text: statement, values } : statement
}
