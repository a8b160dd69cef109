import { inListTexts } from '#database/in-list'

/** The calls that a signature was received with. Takes twice seller and sign digest. */
export const findCallsOfSign = `SELECT call_digest FROM out_request WHERE seller_id = ? AND sign_digest = ?
  UNION ALL SELECT call_digest FROM used_sign WHERE seller_id = ? AND sign_digest = ?`

/** Takes seller, sign digest, call digest and end. */
export const insertUsedSign = `INSERT INTO used_sign (seller_id, sign_digest, call_digest, expires_at_ms)
  VALUES (?, ?, ?, ?)`

/** Takes seller and time. */
export const findExpiredSigns = `SELECT sign_digest FROM used_sign WHERE seller_id = ? AND expires_at_ms < ?
  ORDER BY expires_at_ms LIMIT 64`

/** Takes seller and a list of sign digests. */
export const deleteUsedSigns = inListTexts(
  (marks) => `DELETE FROM used_sign WHERE seller_id = ? AND sign_digest IN (${marks})`,
)
