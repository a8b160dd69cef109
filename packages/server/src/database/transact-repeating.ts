import { DuplicateKeyError } from './duplicate-key-error.ts'
import { LostRaceError } from './lost-race-error.ts'
import type { SqlEngine, SqlTransaction, TransactOptions } from './sql-engine.ts'

const maxRuns = 10

/**
 * Runs a work that may lose against another one, again until it wins or finds what the other one wrote. Two works that both
 * insert a row where they found none are such: the second is run again and finds the row.
 * @throws DuplicateKeyError or LostRaceError after ten runs
 */
export async function transactRepeating<Result>(
  engine: SqlEngine,
  work: (transaction: SqlTransaction) => Promise<Result>,
  options: TransactOptions = {},
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await engine.transact(work, options)
    } catch (error) {
      const isLost = error instanceof DuplicateKeyError || error instanceof LostRaceError
      if (!isLost || run === maxRuns) throw error
    }
  }
}
