import type { BoundStatement, SqlEngine, SqlRow } from '#database/sql-engine'
import { exactly, positional } from '#database/statement'

/**
 * Explains a statement with parameters, and one with its values in a text of several, which has a part for each item of a list only.
 * @returns the steps over tables of both plans
 */
export async function explained(engine: SqlEngine, statement: BoundStatement): Promise<readonly (readonly SqlRow[])[]> {
  const [inText = []] = await engine.transact((transaction) =>
    transaction.allOf([explaining(exactly(statement)), positional('SELECT 1')]),
  )
  const prepared = await engine.reader.all(explaining(statement))
  return [prepared, inText].map((plan) => plan.filter(([, , table]) => !String(table).startsWith('<')))
}

function explaining({ text, values }: Pick<BoundStatement, 'text' | 'values'>): BoundStatement {
  return positional(`EXPLAIN ${text}`, values)
}
