import type { SqlTransaction } from './sql-engine.ts'

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
      all: guarded((text, values) => transaction.all(text, values)),
      one: guarded((text, values) => transaction.one(text, values)),
      lockOne: guarded((statement, values) => transaction.lockOne(statement, values)),
      run: guarded((text, values) => transaction.run(text, values)),
      insertMany: guarded((text, rows) => transaction.insertMany(text, rows)),
      lastWrites: transaction.lastWrites,
    })
  } finally {
    isOver = true
  }
}
