import { DuplicateKeyError, LostRaceError } from './database-errors.ts'
import type { RequiredWrite, SqlEngine, SqlTransaction, TransactOptions } from './sql-engine.ts'

/** The same engine with another way to write. */
export function withTransact(engine: SqlEngine, transact: SqlEngine['transact']): SqlEngine {
  return {
    reader: engine.reader,
    sharesCommits: engine.sharesCommits,
    dataVersion: engine.dataVersion,
    connectionVersion: engine.connectionVersion,
    readClock: engine.readClock,
    close: () => engine.close(),
    snapshot: (work) => engine.snapshot(work),
    transact,
  }
}

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

/** Runs a work on a transaction that refuses everything once the work is over: kept, it would write into another one. */
export async function withinTransaction<Result>(
  transaction: SqlTransaction,
  work: (transaction: SqlTransaction) => Promise<Result>,
): Promise<Result> {
  let isOver = false
  const guarded = <Arguments extends readonly unknown[], Given>(call: (...given: Arguments) => Promise<Given>) => {
    return (...given: Arguments): Promise<Given> => {
      return isOver ? Promise.reject(new Error('the transaction is over')) : call(...given)
    }
  }
  try {
    return await work({
      all: guarded((statement) => transaction.all(statement)),
      one: guarded((statement) => transaction.one(statement)),
      lockOne: guarded((statement) => transaction.lockOne(statement)),
      run: guarded((statement) => transaction.run(statement)),
      insertMany: guarded((text, rows) => transaction.insertMany(text, rows)),
      allOf: guarded((statements) => transaction.allOf(statements)),
      writeAll: guarded((writes) => transaction.writeAll(writes)),
      lastWrites: transaction.lastWrites,
    })
  } finally {
    isOver = true
  }
}

/**
 * Writes rows that were read.
 * @throws LostRaceError when another writer changed one of them first
 */
export async function writeRequired(
  transaction: Pick<SqlTransaction, 'writeAll'>,
  required: readonly RequiredWrite[],
): Promise<void> {
  if (required.length === 0) return
  const written = await transaction.writeAll(required.map(({ write }) => write))
  for (const [place, { rows, lost }] of required.entries()) {
    if (rows !== undefined && written[place] !== rows) throw new LostRaceError(lost)
  }
}
