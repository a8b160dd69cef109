import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'

/** Failed sign-ins by name and by address. */
export const signInAttemptTable = defineTable({
  name: 'sign_in_attempt',
  key: ['attempt_digest'],
  columns: ['attempt_digest', 'failures', 'refused_until_ms', 'last_at_ms'],
})

const { text: columns, at } = select(signInAttemptTable.columns)

export const insertSignInAttempt = insertInto(signInAttemptTable)

/** Takes digest. */
export const findSignInAttempt = `SELECT ${columns} FROM sign_in_attempt WHERE attempt_digest = ?`

/** Takes failures, end of the refusal, time, digest, and the failures and the time that were read. */
export const setSignInAttempt = `UPDATE sign_in_attempt SET failures = ?, refused_until_ms = ?, last_at_ms = ?
  WHERE attempt_digest = ? AND failures = ? AND last_at_ms = ?`

/** Takes digest. */
export const deleteSignInAttempt = 'DELETE FROM sign_in_attempt WHERE attempt_digest = ?'

/** Takes time. */
export const deleteAttemptsBefore = 'DELETE FROM sign_in_attempt WHERE last_at_ms < ?'

export type StoredAttempt = Readonly<{ failures: number; refusedUntilMs: number; lastAtMs: number }>

/** Decodes a row of `findSignInAttempt`. */
export function signInAttemptOfRow(row: SqlRow): StoredAttempt {
  return {
    failures: Number(row[at.failures]),
    refusedUntilMs: Number(row[at.refused_until_ms]),
    lastAtMs: Number(row[at.last_at_ms]),
  }
}
