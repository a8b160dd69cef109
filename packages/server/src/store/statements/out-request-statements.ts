/** Takes seller, number and part. */
export const findOutRequest = `SELECT content_digest, answer_text FROM out_request
  WHERE seller_id = ? AND request_no = ? AND part = ?`

/** Takes seller, number, part, digest, answer and time. */
export const insertOutRequest = `INSERT INTO out_request
  (seller_id, request_no, part, content_digest, answer_text, done_at_ms) VALUES (?, ?, ?, ?, ?, ?)`

/**
 * Takes seller, number, number, part and limit: the rows of writes after one, in the order of their key. Rows of refused
 * calls have part -1 and are left out.
 */
export const listRequests = `SELECT seller_id, request_no, part, content_digest, answer_text, done_at_ms
  FROM out_request WHERE seller_id = ? AND (request_no > ? OR (request_no = ? AND part > ?)) AND part >= 0
  ORDER BY request_no, part LIMIT ?`
