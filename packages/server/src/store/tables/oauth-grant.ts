import { textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { defineTable, insertInto, select } from '#database/table'
import type { OauthGrant } from '#domain/access/oauth'

/** Codes and refresh tokens of OAuth that were not used yet. */
export const oauthGrantTable = defineTable({
  name: 'oauth_grant',
  key: ['grant_digest'],
  columns: [
    'grant_digest',
    'grant_kind',
    'app_key',
    'seller_id',
    'operator_name',
    'redirect_uri',
    'expires_at_ms',
    'created_at_ms',
  ],
})

const { text: columns, at } = select(oauthGrantTable.columns)

const insertion = insertInto(oauthGrantTable)

export const insertOauthGrant = insertion.text

/** Takes digests that the token may have. */
export const findOauthGrants = inListTexts(
  (marks) => `SELECT ${columns} FROM oauth_grant WHERE grant_digest IN (${marks})`,
)

/** Takes digest. */
export const deleteOauthGrant = 'DELETE FROM oauth_grant WHERE grant_digest = ?'

/** Decodes a row of `findOauthGrants`. */
export function oauthGrantOfRow(row: SqlRow): OauthGrant & Readonly<{ digest: SqlValue }> {
  return {
    digest: row[at.grant_digest] ?? null,
    kind: row[at.grant_kind] === 'code' ? 'code' : 'refresh',
    appKey: String(row[at.app_key]),
    sellerId: String(row[at.seller_id]),
    operatorName: String(row[at.operator_name]),
    redirectUri: textOf(row[at.redirect_uri]),
    expiresAtMs: Number(row[at.expires_at_ms]),
  }
}

/** The values for `insertOauthGrant`. */
export function encodeOauthGrant(digest: Uint8Array, grant: OauthGrant, nowMs: number): readonly SqlValue[] {
  return insertion.encode({
    grant_digest: digest,
    grant_kind: grant.kind,
    app_key: grant.appKey,
    seller_id: grant.sellerId,
    operator_name: grant.operatorName,
    redirect_uri: grant.redirectUri,
    expires_at_ms: grant.expiresAtMs,
    created_at_ms: nowMs,
  })
}
