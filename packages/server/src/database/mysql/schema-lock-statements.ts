import type { DdlProfile } from '#database/ddl-profile'

const lockSeconds = 30

/** Creates the table of the one lock if it does not exist. */
export function createSchemaLock({ keyedTableEnd }: DdlProfile): string {
  return `CREATE TABLE IF NOT EXISTS schema_lock (
    lock_id INTEGER NOT NULL,
    lock_owner VARCHAR(64) NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (lock_id)
  )${keyedTableEnd}`
}

/** Takes a lock that is free or ours. Parameters: owner, owner. */
export const takeSchemaLock = `UPDATE schema_lock SET lock_owner = ?, locked_until = UNIX_TIMESTAMP() + ${lockSeconds}
  WHERE lock_id = 1 AND (lock_owner = ? OR locked_until <= UNIX_TIMESTAMP())`

/** Parameter: owner. */
export const insertSchemaLock = `INSERT INTO schema_lock (lock_id, lock_owner, locked_until)
  VALUES (1, ?, UNIX_TIMESTAMP() + ${lockSeconds})`

export const findSchemaLock = 'SELECT lock_owner FROM schema_lock WHERE lock_id = 1'

/** Parameter: owner. */
export const freeSchemaLock = 'UPDATE schema_lock SET locked_until = 0 WHERE lock_id = 1 AND lock_owner = ?'
