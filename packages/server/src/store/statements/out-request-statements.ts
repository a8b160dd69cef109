/** Takes seller, number and part. */
export const findOutRequest = `SELECT content_digest, answer_text FROM out_request
  WHERE seller_id = ? AND request_no = ? AND part = ?`

/** Takes seller, number, part, digest, answer and time. */
export const insertOutRequest = `INSERT INTO out_request
  (seller_id, request_no, part, content_digest, answer_text, done_at_ms) VALUES (?, ?, ?, ?, ?, ?)`
