import { DuplicateKeyError } from './duplicate-key-error.ts'
import { LostRaceError } from './lost-race-error.ts'
import type { SqlEngine, SqlWork } from './sql-engine.ts'

const maxRuns = 10

/**
 * Runs a work that may lose against another one, again until it wins or sees that the other one did its work.
 * @param sellerId whose rows it writes; absent for rows of no seller
 */
export async function transactRepeating<Result>(
  engine: SqlEngine,
  work: SqlWork<Result>,
  sellerId?: string,
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await engine.transact(work, sellerId)
    } catch (error) {
      const isLost = error instanceof DuplicateKeyError || error instanceof LostRaceError
      if (!isLost || run === maxRuns) throw error
    }
  }
}
