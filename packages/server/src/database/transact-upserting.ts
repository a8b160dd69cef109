import { DuplicateKeyError } from './duplicate-key-error.ts'
import type { SqlEngine, SqlWork } from './sql-engine.ts'

/**
 * Runs a work that updates a row and inserts it where there was none. Two such works may both find none; the one that
 * inserts second is run once more, and finds the row.
 * @param sellerId whose rows it writes; absent for rows of no seller
 */
export async function transactUpserting<Result>(
  engine: SqlEngine,
  work: SqlWork<Result>,
  sellerId?: string,
): Promise<Result> {
  try {
    return await engine.transact(work, sellerId)
  } catch (error) {
    if (!(error instanceof DuplicateKeyError)) throw error
    return engine.transact(work, sellerId)
  }
}
