import { DatabaseFault } from '#database/mysql/database-fault'
import type { SqlReader } from '#database/sql-engine'
import { select } from '#database/table'
import type { Findings } from './findings.ts'

/** The columns of an answer to CHECK TABLE. */
const answer = select(['table', 'operation', 'kind', 'text'])

/** Lets a server of the MySQL protocol check its tables and their keys. @returns whether it can */
export async function checkServerTables(
  reader: SqlReader,
  findings: Findings,
  tables: readonly string[],
): Promise<boolean> {
  for (const table of tables) {
    try {
      for (const row of await reader.all(`CHECK TABLE ${table}`, [])) {
        const { kind, text } = answer.named(row)
        if (kind === 'error' || (kind === 'status' && text !== 'OK')) findings.add(table, 'the table', String(text))
      }
    } catch (error) {
      // Servers that keep rows elsewhere than InnoDB may not know the statement, or a user may not be allowed to run it.
      if (error instanceof DatabaseFault && error.kind === 'refused') return false
      throw error
    }
  }
  return true
}
