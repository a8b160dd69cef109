/**
 * Columns of a coupon as it was issued, in the order in which the digest of its issue covers them. A member stands in
 * it by its random id, never by the keyed index of its phone, so that keys can be changed.
 */
const issuedColumns = [
  'seq',
  'coupon_code',
  'coupon_id',
  'coupon_name',
  'channel',
  'member_id',
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

const issued = issuedColumns.map((column) => (column === 'member_id' ? 'NULL' : column)).join(', ')

/** Takes seller, first and last number. Leaves the member out, which readers of events do not show. */
export const findIssuedBySeq = `SELECT ${issued} FROM coupon WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

const issuedWithMember = issuedColumns.map((column) => {
  return column === 'member_id' ? 'm.member_id' : column.replace(/\b([a-z_]+)\b(?!\()/g, 'c.$1')
})

/**
 * Takes seller, a number and limit: the terms of coupons after it as issued, in order. After them come the phone index,
 * the number in the channel, and the number of the event.
 */
export const findIssuedTerms = `SELECT ${issuedWithMember.join(', ')}, c.phone_index, c.channel_seq, c.issued_event_seq
  FROM coupon c LEFT JOIN member_phone m ON m.seller_id = c.seller_id AND m.phone_index = c.phone_index
  WHERE c.seller_id = ? AND c.seq > ? ORDER BY c.seq LIMIT ?`

/** How many columns of a row of `findIssuedTerms` are terms. */
export const issuedTermsLength = issuedColumns.length

/** Takes seller, first and last number: what the lists are found by in which the coupons stand. */
export const findListsOfCoupons = `SELECT coupon_code, channel, card_no, phone_index FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes seller and code. */
export const findCouponNumbers = 'SELECT seq, issued_event_seq FROM coupon WHERE seller_id = ? AND coupon_code = ?'
