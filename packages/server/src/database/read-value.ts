import type { BoundStatement, SqlReader, SqlValue } from './sql-engine.ts'

/** Runs a statement that gives one value. @returns undefined when it gives no row */
export async function readValue(
  reader: Pick<SqlReader, 'one'>,
  statement: BoundStatement,
): Promise<SqlValue | undefined> {
  const [value] = (await reader.one(statement)) ?? []
  return value
}
