import { ofSellerIn } from '#database/in-list'
import { defineTable, insertInto } from '#database/table'

export const usedSignTable = defineTable({
  name: 'used_sign',
  key: ['seller_id', 'sign_digest'],
  columns: ['seller_id', 'sign_digest', 'call_digest', 'expires_at_ms'],
})

export const insertUsedSign = insertInto(usedSignTable)

/** Takes twice seller and sign digest; gives the digests of the calls that the signature was received with. */
export const findCallsOfSign = `SELECT call_digest FROM out_request WHERE seller_id = ? AND sign_digest = ?
  UNION ALL SELECT call_digest FROM used_sign WHERE seller_id = ? AND sign_digest = ?`

/** Takes seller and time; gives sign digests. */
export const findExpiredSigns = `SELECT sign_digest FROM used_sign WHERE seller_id = ? AND expires_at_ms < ?
  ORDER BY expires_at_ms LIMIT 64`

/** Takes seller and a list of sign digests. */
export const deleteUsedSigns = ofSellerIn('DELETE FROM used_sign', 'sign_digest')
