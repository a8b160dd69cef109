import { bytesOf } from '#database/record'
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

const digestBytes = 32

/** The first and the last digest that a session of this id may have; undefined for what is no id. */
export function sessionBounds(sessionId: string): Readonly<{ first: Uint8Array; last: Uint8Array }> | undefined {
  if (!/^[0-9a-f]{16}$/.test(sessionId)) return undefined
  const [first, last] = [Buffer.alloc(digestBytes, 0x00), Buffer.alloc(digestBytes, 0xff)]
  for (const bound of [first, last]) bound.write(sessionId, 'hex')
  return { first, last }
}

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
  const sessionId = sessionIdOf(tokenDigestOfRow(row))
  return { ...sessionOfRow(row), sessionId, createdAtMs: Number(row[at.created_at_ms]) }
}

/** The id that lists show of a session. @param digest of its token */
export function sessionIdOf(digest: Uint8Array): string {
  return Buffer.from(digest).toString('hex', 0, sessionIdBytes)
}

/** The digest of the token, which is the key of the row. */
export function tokenDigestOfRow(row: SqlRow): Uint8Array {
  const digest = bytesOf(row[at.token_digest])
  if (digest === undefined) throw new Error('a session row without a digest')
  return digest
}
