import type { Session } from './session.ts'

/**
 * Ends the sessions of our user on our database that were idle for `idleTransactionSeconds`. One of them may belong to a server that froze
 * within a transaction and keeps its rows locked; the others, idle in pools, are replaced when needed. For databases that do not end idle
 * transactions themselves. A user may list and end its own sessions without further rights.
 * @returns how many were ended
 * @throws DatabaseFault
 */
export async function endIdleSessions(session: Session): Promise<number> {
  const own = await session.command("SELECT CONNECTION_ID(), SUBSTRING_INDEX(USER(), '@', 1), DATABASE()")
  const [ownId, user, database] = own ?? []
  const idle = (await session.commandRows('SHOW PROCESSLIST')).filter(
    ([id, itsUser, , itsDatabase, command, seconds]) =>
      String(id) !== String(ownId) &&
      itsUser === user &&
      itsDatabase === database &&
      command === 'Sleep' &&
      Number(seconds) >= idleTransactionSeconds,
  )
  for (const [id] of idle) await endSession(session, Number(id))
  return idle.length
}

/** It may have ended by itself since the list was read. */
async function endSession(session: Session, id: number): Promise<void> {
  if (!Number.isSafeInteger(id)) throw new Error('a session without a number')
  await session.commandUnless(noSuchThread, `KILL ${id}`)
}

const noSuchThread = 1094

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
