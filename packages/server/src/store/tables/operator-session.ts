import { inListTexts } from '#database/in-list'
import { number, record, text } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { OperatorSession } from '#domain/people/people-store'

const session = record({
  name: text('operator_name'),
  createdAtMs: number('created_at_ms'),
  seenAtMs: number('seen_at_ms'),
  expiresAtMs: number('expires_at_ms'),
})

export const operatorSessionTable = defineTable({
  name: 'operator_session',
  key: ['token_digest'],
  columns: ['token_digest', ...session.columns],
})

const { text: columns, at } = select(operatorSessionTable.columns)

const read = session.decoder(at)

export const insertOperatorSession = insertInto(operatorSessionTable)

/** The row of a session. */
export function encodeOperatorSession(digest: Uint8Array, given: OperatorSession): readonly SqlValue[] {
  return insertOperatorSession.encode({ token_digest: digest, ...session.cells(given) })
}

/** Takes digests that the token may have. */
export const findOperatorSessions = inListTexts(
  (marks) => `SELECT ${columns} FROM operator_session WHERE token_digest IN (${marks})`,
)

/** Takes operator. At most a day's sessions. */
export const findSessionsOfOperator = `SELECT ${columns} FROM operator_session WHERE operator_name = ?`

/** Takes operator and time. */
export const deleteSessionsEndedBefore = 'DELETE FROM operator_session WHERE operator_name = ? AND expires_at_ms < ?'

/** Takes digest. */
export const deleteOperatorSession = 'DELETE FROM operator_session WHERE token_digest = ?'

/** Takes time and digest. */
export const touchOperatorSession = 'UPDATE operator_session SET seen_at_ms = ? WHERE token_digest = ?'

/** Decodes a row of `findOperatorSessions` or `findSessionsOfOperator`. */
export function operatorSessionOfRow(row: SqlRow): OperatorSession & Readonly<{ digest: SqlRow[number] }> {
  return { digest: row[at.token_digest] ?? null, ...read(row) }
}
