/** Takes seller, redemption, coupon's number, order, time at the till and shop. */
export const insertRedemption = `INSERT INTO redemption
  (seller_id, redemption_id, coupon_seq, order_id, at_ms, shop) VALUES (?, ?, ?, ?, ?, ?)`

/** Takes seller and redemption. */
export const findRedemption = `SELECT coupon_seq, order_id, at_ms, shop, returned_at_ms FROM redemption
  WHERE seller_id = ? AND redemption_id = ?`

/** Takes time, reason, seller and redemption. */
export const markReturned = `UPDATE redemption SET returned_at_ms = ?, return_reason = ?
  WHERE seller_id = ? AND redemption_id = ? AND returned_at_ms IS NULL`
