import type { SqlTransaction } from '#database/sql-engine'
import { DatabaseFault } from './database-fault.ts'
import type { Session } from './session.ts'

/** The inside of a transaction that a cluster may take back. */
export type HeldTransaction = SqlTransaction &
  Readonly<{
    /** @throws DatabaseFault of kind `conflict` when the transaction was taken back */
    checkStands(): Promise<void>
  }>

/**
 * A node of Galera takes a transaction back for the sake of what another node committed, and says so at the next write. A SELECT
 * before that may be answered all the same, outside of any transaction (measured on MariaDB 11.8): what comes after it would
 * stand without what came before. So whoever writes or commits after reading looks first whether the transaction still stands.
 */
export function holdTransaction(session: Session): HeldTransaction {
  let hasWritten = false
  let hasReadSince = false
  const checkStands = async () => {
    if (!hasReadSince) return
    hasReadSince = false
    const row = await session.command('SELECT @@in_transaction')
    if (Number(row?.[0]) !== 1) throw takenBack()
  }
  const reading = async <Rows>(rows: Promise<Rows>): Promise<Rows> => {
    hasReadSince = hasWritten
    return rows
  }
  const writing = async <Outcome>(write: () => Promise<Outcome>): Promise<Outcome> => {
    await checkStands()
    hasWritten = true
    return write()
  }
  return {
    all: (text, values) => reading(session.all(text, values)),
    one: (text, values) => reading(session.one(text, values)),
    run: (text, values) => writing(() => session.run(text, values)),
    insertMany: (text, rows) => writing(() => session.insertMany(text, rows)),
    checkStands,
  }
}

function takenBack(): DatabaseFault {
  return new DatabaseFault('the cluster took the transaction back', { kind: 'conflict', errno: 1213 })
}
