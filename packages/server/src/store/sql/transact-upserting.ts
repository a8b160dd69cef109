import { DuplicateKeyError } from './duplicate-key-error.ts'
import type { SqlEngine, SqlWork } from './sql-engine.ts'

/**
 * Runs a work that updates a row and inserts it where there was none. Two such works may both find none; the one that
 * inserts second is run once more, and finds the row.
 */
export async function transactUpserting<Result>(engine: SqlEngine, work: SqlWork<Result>): Promise<Result> {
  try {
    return await engine.transact(work)
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error
    return engine.transact(work)
  }
}
