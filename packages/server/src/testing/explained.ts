import type { BoundStatement, SqlEngine, SqlRow } from '#database/sql-engine'
import { positional } from '#database/statement'

/** The plans of a statement with parameters, and of one with its values in a text of several. */
export async function explained(engine: SqlEngine, statement: BoundStatement): Promise<readonly (readonly SqlRow[])[]> {
  const explaining = { ...statement, text: `EXPLAIN ${statement.text}` }
  const [, inText = []] = await engine.transact((transaction) =>
    transaction.allOf([positional('SELECT 1'), explaining]),
  )
  return [await engine.reader.all(explaining), inText]
}
