import type { SqlEngine } from '../sql/sql-engine.ts'
import { asReader, openConnection } from './connection.ts'
import { GroupCommit } from './group-commit.ts'

/**
 * Opens a SQLite file, which is made when it is missing. Several programs may have it open: readers never wait for
 * writers. What was acknowledged survives a loss of power.
 * @throws OperatorError when the file cannot be opened, is damaged or is kept locked
 */
export async function openSqliteEngine(file: string): Promise<SqlEngine> {
  const writer = await openConnection(file, ['journal_mode = WAL', 'synchronous = FULL', 'busy_timeout = 0'])
  const reader = await openConnection(file, ['query_only = ON'])
  const commits = new GroupCommit(writer)
  return {
    reader: asReader(reader),
    transact: (work) => commits.transact(work),
    async close() {
      await commits.close()
      reader.close()
      writer.close()
    },
  }
}
