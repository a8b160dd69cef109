import { p, sql } from '#database/statement'
import { defineTable, insertInto } from '#database/table'

export const usedSignTable = defineTable({
  name: 'used_sign',
  key: ['seller_id', 'sign_digest'],
  columns: ['seller_id', 'sign_digest', 'call_digest', 'expires_at_ms'],
})

export const insertUsedSign = insertInto(usedSignTable)

/** Gives the digests of the calls that the signature was received with. */
export const findCallsOfSign = sql`SELECT call_digest FROM out_request WHERE seller_id = ${p.text('sellerId')} AND sign_digest = ${p.bytes('signDigest')}
  UNION ALL SELECT call_digest FROM used_sign WHERE seller_id = ${p.text('sellerId')} AND sign_digest = ${p.bytes('signDigest')}`

/** Gives sign digests. */
export const findExpiredSigns = sql`SELECT sign_digest FROM used_sign WHERE seller_id = ${p.text('sellerId')} AND expires_at_ms < ${p.number('nowMs')}
  ORDER BY expires_at_ms LIMIT 64`

export const deleteUsedSigns = sql`DELETE FROM used_sign WHERE seller_id = ${p.text('sellerId')} AND sign_digest IN (${p.cells('signDigests')})`
