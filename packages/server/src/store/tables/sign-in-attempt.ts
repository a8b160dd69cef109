import { number, record } from '#database/record'
import { p, sql } from '#database/statement'
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

export const findSignInAttempt = sql`SELECT ${columns} FROM sign_in_attempt WHERE attempt_digest = ${p.bytes('attemptDigest')}`

export const setSignInAttempt = sql`UPDATE sign_in_attempt SET failures = ${p.number('failures')}, refused_until_ms = ${p.number('refusedUntilMs')}, last_at_ms = ${p.number('lastAtMs')}
  WHERE attempt_digest = ${p.bytes('attemptDigest')} AND failures = ${p.number('failuresRead')} AND last_at_ms = ${p.number('lastAtMsRead')}`

export const deleteSignInAttempt = sql`DELETE FROM sign_in_attempt WHERE attempt_digest = ${p.bytes('attemptDigest')}`

export const deleteAttemptsBefore = sql`DELETE FROM sign_in_attempt WHERE last_at_ms < ${p.number('beforeMs')}`

/** Decodes a row of `findSignInAttempt`. */
export const signInAttemptOfRow = attempt.decoder(at)
