import { DuplicateKeyError } from './duplicate-key-error.ts'
import { LostRaceError } from './lost-race-error.ts'
import type { SqlEngine, SqlTransaction, TransactOptions } from './sql-engine.ts'

const maxRuns = 10

/**
 * Runs a work that may lose against another one, again until it wins or finds what the other one wrote. Two works that both
 * insert a row where they found none are such: the second is run again and finds the row.
 * @param work gets the number of races that it lost before this run: one that may lose many locks what it reads from then on
 * @throws DuplicateKeyError or LostRaceError after ten runs
 */
export async function transactRepeating<Result>(
  engine: SqlEngine,
  work: (transaction: SqlTransaction, losses: number) => Promise<Result>,
  options: TransactOptions = {},
): Promise<Result> {
  for (let run = 1; ; run += 1) {
    try {
      return await engine.transact((transaction) => work(transaction, run - 1), options)
    } catch (error) {
      const isLost = error instanceof DuplicateKeyError || error instanceof LostRaceError
      if (!isLost || run === maxRuns) throw error
    }
  }
}
