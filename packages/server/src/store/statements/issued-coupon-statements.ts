/** Columns of a coupon as it was issued, in the order in which the digest of its issue covers them. */
export const issuedColumns = [
  'seq',
  'coupon_code',
  'coupon_id',
  'coupon_name',
  'channel',
  'phone_index',
  'card_no',
  'coupon_amount',
  'order_amount',
  'start_date',
  'COALESCE(issued_end_date, end_date)',
  'bill_date',
  'description',
  'shop',
  'category',
  'attribute',
  'issued_state',
  'issued_at_ms',
  'template_version',
] as const

const issued = issuedColumns.join(', ')

/** Takes seller, first and last number. */
export const findIssuedBySeq = `SELECT ${issued} FROM coupon WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes seller, first and last number: what the lists are found by in which the coupons stand. */
export const findListsOfCoupons = `SELECT coupon_code, channel, card_no, phone_index FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes the difference between the numbers of an issue's events and coupons, seller, first and last coupon. */
export const setIssuedEventSeq =
  'UPDATE coupon SET issued_event_seq = seq + ? WHERE seller_id = ? AND seq BETWEEN ? AND ?'

/** Takes seller and code. */
export const findCouponNumbers = 'SELECT seq, issued_event_seq FROM coupon WHERE seller_id = ? AND coupon_code = ?'
