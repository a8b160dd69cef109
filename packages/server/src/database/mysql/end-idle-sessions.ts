import { idleTransactionSeconds } from './limit-idle-transactions.ts'
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
