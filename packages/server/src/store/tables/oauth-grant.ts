import { bytesOf, number, optionalNumber, optionalText, record, text, word } from '#database/record'
import type { BoundStatement, SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, insertInto, select } from '#database/table'
import type { OauthGrant } from '#domain/access/oauth'

const grantFields = record({
  kind: word<StoredGrant['kind']>()('grant_kind'),
  appKey: text('app_key'),
  sellerId: text('seller_id'),
  operatorName: text('operator_name'),
  redirectUri: optionalText('redirect_uri'),
  codeChallenge: optionalText('code_challenge'),
  usedAtMs: optionalNumber('used_at_ms'),
  expiresAtMs: number('expires_at_ms'),
})

/** Codes and refresh tokens of OAuth, also used ones, and the sessions that they gave, which are rows of `app_session` too. */
export const oauthGrantTable = defineTable({
  name: 'oauth_grant',
  key: ['grant_digest'],
  columns: ['grant_digest', 'code_digest', ...grantFields.columns, 'created_at_ms'],
})

/** A code, a token or a session of a consent. Those of one consent have the digest of its code. */
export type StoredGrant = Omit<OauthGrant, 'kind'> &
  Readonly<{ kind: OauthGrant['kind'] | 'session'; digest: Uint8Array; codeDigest: Uint8Array }>

const { text: columns, at } = select(oauthGrantTable.columns)

const insertion = insertInto(oauthGrantTable)
const read = grantFields.decoder(at)

export const findOauthGrants = sql`SELECT ${columns} FROM oauth_grant WHERE grant_digest IN (${p.byteses('digests')})`

/** All rows of the consent. */
export const findGrantsOfCode = sql`SELECT ${columns} FROM oauth_grant WHERE code_digest = ${p.cell('codeDigest')}`

/** Scans all grants, for an operator. */
export const findGrantsOfOperator = sql`SELECT ${columns} FROM oauth_grant WHERE operator_name = ${p.text('operatorName')} ORDER BY created_at_ms`

/** Scans all grants, for an operator. */
export const findGrantsOfApp = sql`SELECT ${columns} FROM oauth_grant WHERE app_key = ${p.text('appKey')} AND seller_id = ${p.text('sellerId')}`

/** Consents of which nothing lasted until then. Scans all grants, when an operator allows an app. */
export const findEndedConsents = sql`SELECT code_digest FROM oauth_grant
  GROUP BY code_digest HAVING MAX(expires_at_ms) < ${p.number('endedBeforeMs')} LIMIT 20`

/** Only one of two concurrent uses changes the row. */
export const useOauthGrant = sql`UPDATE oauth_grant SET used_at_ms = ${p.numberOrNull('usedAtMs')} WHERE grant_digest = ${p.cell('grantDigest')} AND used_at_ms IS NULL`

export const setOperatorOfConsent = sql`UPDATE oauth_grant SET operator_name = ${p.text('operatorName')} WHERE code_digest = ${p.cell('codeDigest')}`

export const setGrantEnd = sql`UPDATE oauth_grant SET expires_at_ms = ${p.number('expiresAtMs')} WHERE grant_digest = ${p.cell('grantDigest')}`

export const deleteConsent = sql`DELETE FROM oauth_grant WHERE code_digest = ${p.cell('codeDigest')}`

/** The code stays as long as what it gave. */
export const deleteEndedGrants = sql`DELETE FROM oauth_grant
  WHERE code_digest = ${p.cell('codeDigest')} AND grant_kind <> 'code' AND expires_at_ms < ${p.number('endedBeforeMs')}`

/** The digest of the code, in a row of `findEndedConsents`. */
export function codeDigestOfRow([digest]: SqlRow): SqlValue {
  return digest ?? null
}

/** Decodes a row of any of the queries here. */
export function oauthGrantOfRow(row: SqlRow): StoredGrant {
  const [digest, codeDigest] = [bytesOf(row[at.grant_digest]), bytesOf(row[at.code_digest])]
  if (digest === undefined || codeDigest === undefined) throw new Error('a grant row without a digest')
  return { digest, codeDigest, ...read(row) }
}

/** Inserts a grant. */
export function insertOauthGrant({ digest, codeDigest, ...grant }: StoredGrant, nowMs: number): BoundStatement {
  const cells = grantFields.cells(grant)
  return insertion({ grant_digest: digest, code_digest: codeDigest, ...cells, created_at_ms: nowMs })
}
