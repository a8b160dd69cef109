/**
 * The row of a number, and the calls that a signature was received with; those have no content digest.
 * Takes seller, number, part, and twice seller and sign digest.
 */
export const findOutRequest = `SELECT content_digest, answer_text, NULL AS call_digest FROM out_request
  WHERE seller_id = ? AND request_no = ? AND part = ?
  UNION ALL SELECT NULL, NULL, call_digest FROM out_request WHERE seller_id = ? AND sign_digest = ?
  UNION ALL SELECT NULL, NULL, call_digest FROM used_sign WHERE seller_id = ? AND sign_digest = ?`

/** Takes seller, number, part, digest, answer, time, sign digest and call digest. */
export const insertOutRequest = `INSERT INTO out_request
  (seller_id, request_no, part, content_digest, answer_text, done_at_ms, sign_digest, call_digest)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
