import type { AskedStatement, BoundStatement, SqlValue } from './sql-engine.ts'

/** A statement that was given as text and values or bound already. */
export function boundOf(
  statement: AskedStatement,
  values: readonly SqlValue[] = [],
): Pick<BoundStatement, 'text' | 'values'> {
  if (typeof statement === 'string') return { text: statement, values }
  return 'texts' in statement ? { text: String(statement.texts[0]), values } : statement
}
