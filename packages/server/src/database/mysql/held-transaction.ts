import type { SqlTransaction } from '#database/sql-engine'
import { DatabaseFault } from './database-fault.ts'
import type { Session } from './session.ts'

/** A transaction that a cluster may roll back. */
type HeldTransaction = SqlTransaction &
  Readonly<{
    /** @throws DatabaseFault of kind `conflict` when the cluster rolled the transaction back */
    checkStands(): Promise<void>
  }>

/**
 * A node of Galera rolls a transaction back in favour of what another node committed, and reports it at the next write. A SELECT before that
 * may still be answered, outside any transaction (measured on MariaDB 11.8); statements after it would then be committed without those
 * before. So each write or COMMIT that follows a read first checks that the transaction still exists.
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
    all: (statement) => reading(session.all(statement)),
    one: (statement) => reading(session.one(statement)),
    // A lock that the cluster took back is noticed only if it counts as something written.
    lockOne: (statement) => writing(() => session.lockOne(statement)),
    run: (statement) => writing(() => session.run(statement)),
    insertMany: (text, rows) => writing(() => session.insertMany(text, rows)),
    updateMany: (update, items) => writing(() => session.updateMany(update, items)),
    checkStands,
  }
}

function takenBack(): DatabaseFault {
  return new DatabaseFault('the cluster rolled the transaction back', { kind: 'conflict', errno: 1213 })
}
