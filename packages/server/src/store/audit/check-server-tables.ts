import { DatabaseFault } from '#database/mysql/database-fault'
import type { SqlReader } from '#database/sql-engine'
import type { Findings } from './findings.ts'

/**
 * Lets a server of the MySQL protocol look at its tables and their keys.
 * @returns whether it can
 */
export async function checkServerTables(
  reader: SqlReader,
  findings: Findings,
  tables: readonly string[],
): Promise<boolean> {
  for (const table of tables) {
    try {
      for (const [, , kind, text] of await reader.all(`CHECK TABLE ${table}`, [])) {
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
