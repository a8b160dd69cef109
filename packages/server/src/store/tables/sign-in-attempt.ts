import { number, record } from '#database/record'
import { defineTable, insertInto, select } from '#database/table'

const attempt = record({
  failures: number('failures'),
  refusedUntilMs: number('refused_until_ms'),
  lastAtMs: number('last_at_ms'),
})

/** Failed sign-ins by name and by address. */
export const signInAttemptTable = defineTable({
  name: 'sign_in_attempt',
  key: ['attempt_digest'],
  columns: ['attempt_digest', ...attempt.columns],
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

/** Decodes a row of `findSignInAttempt`. */
export const signInAttemptOfRow = attempt.decoder(at)
