import type { Session } from './session.ts'

/** A running server sends the next statement of a transaction long before. */
export const idleTransactionSeconds = 2

/**
 * Makes the database end the session when its transaction is idle. A frozen server keeps its rows locked as long as its transaction lasts:
 * 8 hours, unless the database ends it.
 * @returns whether the database can do that
 * @throws DatabaseFault
 */
export async function limitIdleTransactions(session: Session, seconds: number): Promise<boolean> {
  for (const variable of ['idle_transaction_timeout', 'tidb_idle_transaction_timeout']) {
    if (await session.commandUnless(unknownVariable, `SET SESSION ${variable} = ${seconds}`)) return true
  }
  return false
}

const unknownVariable = 1193
