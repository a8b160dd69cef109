/** Takes seller, redemption, coupon's number, order, time at the till and shop. */
export const insertRedemption = `INSERT INTO redemption
  (seller_id, redemption_id, coupon_seq, order_id, at_ms, shop) VALUES (?, ?, ?, ?, ?, ?)`

/**
 * Takes seller, redemption, coupon's number, order, time at the till, shop, seller twice and order. Adds nothing if the
 * order has another redemption that was not returned. The head of events is there to have one row to select.
 */
export const insertOnlyRedemption = `INSERT INTO redemption
  (seller_id, redemption_id, coupon_seq, order_id, at_ms, shop)
  SELECT ?, ?, ?, ?, ?, ? FROM event_head WHERE seller_id = ? AND NOT EXISTS (SELECT 1 FROM redemption r
    WHERE r.seller_id = ? AND r.order_id = ? AND r.returned_at_ms IS NULL)`

/** Takes seller, order and limit: coupons that are redeemed on it. */
export const findCouponsOnOrder = `SELECT c.coupon_code, c.coupon_amount, c.coupon_id, c.template_version
  FROM redemption r JOIN coupon c ON c.seller_id = r.seller_id AND c.seq = r.coupon_seq
  WHERE r.seller_id = ? AND r.order_id = ? AND r.returned_at_ms IS NULL LIMIT ?`

/** Takes seller and redemption. */
export const findRedemption = `SELECT coupon_seq, order_id, at_ms, shop, returned_at_ms FROM redemption
  WHERE seller_id = ? AND redemption_id = ?`

/** Takes time, reason, seller and redemption. */
export const markReturned = `UPDATE redemption SET returned_at_ms = ?, return_reason = ?
  WHERE seller_id = ? AND redemption_id = ? AND returned_at_ms IS NULL`
