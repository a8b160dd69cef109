import { inListTexts } from '#database/in-list'
import { number, optionalText, record, text, word } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { OauthGrant } from '#domain/access/oauth'

const grantFields = record({
  kind: word<OauthGrant['kind']>()('grant_kind'),
  appKey: text('app_key'),
  sellerId: text('seller_id'),
  operatorName: text('operator_name'),
  redirectUri: optionalText('redirect_uri'),
  expiresAtMs: number('expires_at_ms'),
})

/** Codes and refresh tokens of OAuth that were not used yet. */
export const oauthGrantTable = defineTable({
  name: 'oauth_grant',
  key: ['grant_digest'],
  columns: ['grant_digest', ...grantFields.columns, 'created_at_ms'],
})

const { text: columns, at } = select(oauthGrantTable.columns)

const insertion = insertInto(oauthGrantTable)
const read = grantFields.decoder(at)

export const insertOauthGrant = insertion.text

/** Takes digests that the token may have. */
export const findOauthGrants = inListTexts(
  (marks) => `SELECT ${columns} FROM oauth_grant WHERE grant_digest IN (${marks})`,
)

/** Takes digest. */
export const deleteOauthGrant = 'DELETE FROM oauth_grant WHERE grant_digest = ?'

/** Decodes a row of `findOauthGrants`. */
export function oauthGrantOfRow(row: SqlRow): OauthGrant & Readonly<{ digest: SqlValue }> {
  return { digest: row[at.grant_digest] ?? null, ...read(row) }
}

/** The values for `insertOauthGrant`. */
export function encodeOauthGrant(digest: Uint8Array, grant: OauthGrant, nowMs: number): readonly SqlValue[] {
  return insertion.encode({ grant_digest: digest, ...grantFields.cells(grant), created_at_ms: nowMs })
}
