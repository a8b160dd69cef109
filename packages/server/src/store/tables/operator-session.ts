import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { OperatorSession } from '#domain/people/people-store'

export const operatorSessionTable = defineTable({
  name: 'operator_session',
  key: ['token_digest'],
  columns: ['token_digest', 'operator_name', 'created_at_ms', 'seen_at_ms', 'expires_at_ms'],
})

const { text: columns, at } = select(operatorSessionTable.columns)

export const insertOperatorSession = insertInto(operatorSessionTable)

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
  return {
    digest: row[at.token_digest] ?? null,
    name: String(row[at.operator_name]),
    createdAtMs: Number(row[at.created_at_ms]),
    seenAtMs: Number(row[at.seen_at_ms]),
    expiresAtMs: Number(row[at.expires_at_ms]),
  }
}
