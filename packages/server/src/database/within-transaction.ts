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
