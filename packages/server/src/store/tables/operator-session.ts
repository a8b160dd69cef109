import { number, record, text } from '#database/record'
import type { BoundStatement, SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
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

const insertion = insertInto(operatorSessionTable)

export function insertOperatorSession(digest: Uint8Array, input: OperatorSession): BoundStatement {
  return insertion({ token_digest: digest, ...session.cells(input) })
}

export const findOperatorSessions = sql`SELECT ${columns} FROM operator_session WHERE token_digest IN (${p.byteses('digests')})`

/** At most a day's sessions. */
export const findSessionsOfOperator = sql`SELECT ${columns} FROM operator_session WHERE operator_name = ${p.text('operatorName')}`

export const deleteSessionsEndedBefore = sql`DELETE FROM operator_session WHERE operator_name = ${p.text('operatorName')} AND expires_at_ms < ${p.number('endedBeforeMs')}`

export const deleteOperatorSession = sql`DELETE FROM operator_session WHERE token_digest = ${p.cell('tokenDigest')}`

export const touchOperatorSession = sql`UPDATE operator_session SET seen_at_ms = ${p.number('seenAtMs')} WHERE token_digest = ${p.cell('tokenDigest')}`

/** Decodes a row of `findOperatorSessions` or `findSessionsOfOperator`. */
export function operatorSessionOfRow(row: SqlRow): OperatorSession & Readonly<{ digest: SqlRow[number] }> {
  return { digest: row[at.token_digest] ?? null, ...read(row) }
}
