import { bytesOf } from '#database/cells'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { Session, SessionEntry } from '#domain/access/access-store'

export const appSessionTable = defineTable({
  name: 'app_session',
  key: ['token_digest'],
  columns: ['token_digest', 'app_key', 'seller_id', 'expires_at_ms', 'created_at_ms'],
})

const { text: columns, at } = select(appSessionTable.columns)

export const insertSession = insertInto(appSessionTable)

export const findSessions = sql`SELECT ${columns} FROM app_session WHERE token_digest IN (${p.byteses('digests')})`

/** Scans all sessions, for an operator. */
export const listSessions = sql`SELECT ${columns} FROM app_session ORDER BY created_at_ms, token_digest`

/** Scans all sessions, for an operator. */
export const listSessionsOfApp = sql`SELECT ${columns} FROM app_session
  WHERE app_key = ${p.text('appKey')} ORDER BY created_at_ms, token_digest`

export const findSessionsBetween = sql`SELECT ${columns} FROM app_session WHERE token_digest BETWEEN ${p.bytes('first')} AND ${p.bytes('last')}`

export const updateSessionEnd = sql`UPDATE app_session SET expires_at_ms = ${p.number('expiresAtMs')} WHERE token_digest = ${p.cell('tokenDigest')}`

export const deleteSession = sql`DELETE FROM app_session WHERE token_digest = ${p.cell('tokenDigest')}`

/** Decodes a row of any of the queries here. */
export function sessionOfRow(row: SqlRow): Session {
  return {
    appKey: String(row[at.app_key]),
    sellerId: String(row[at.seller_id]),
    expiresAtMs: Number(row[at.expires_at_ms]),
  }
}

/** Bytes of the token's digest that make the id of a session. */
const sessionIdBytes = 8

/** The same as an operator sees it. */
export function sessionEntryOfRow(row: SqlRow): SessionEntry {
  const sessionId = Buffer.from(tokenDigestOfRow(row)).toString('hex', 0, sessionIdBytes)
  return { ...sessionOfRow(row), sessionId, createdAtMs: Number(row[at.created_at_ms]) }
}

/** The digest of the token, which is the key of the row. */
export function tokenDigestOfRow(row: SqlRow): Uint8Array {
  const digest = bytesOf(row[at.token_digest])
  if (digest === undefined) throw new Error('a session row without a digest')
  return digest
}
