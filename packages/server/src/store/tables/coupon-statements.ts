import { inListTexts } from '#database/in-list'

/** Columns that make a coupon, in the order in which rows carry them. `phone_index` is left out when it is known. */
export const couponColumns = [
  'seq',
  'coupon_code',
  'state_code',
  'hold_until_ms',
  'hold_order',
  'channel',
  'card_no',
  'coupon_id',
  'coupon_name',
  'coupon_amount',
  'order_amount',
  'start_date',
  'end_date',
  'bill_date',
  'description',
  'shop',
  'category',
  'attribute',
] as const

const coupon = couponColumns.join(', ')
const couponWithPhoneIndex = `${coupon}, phone_index`

/**
 * Takes the columns of a coupon with its phone index, then seller, channel number, version, time of issue, returns,
 * version of the template, state at issue, number of the event and the day after which it may expire.
 */
export const insertCoupon = `INSERT INTO coupon (${couponWithPhoneIndex}, seller_id, channel_seq, version, issued_at_ms,
  return_count, template_version, issued_state, issued_event_seq, expiry_due)
  VALUES (${Array(couponColumns.length + 10)
    .fill('?')
    .join(', ')})`

const page = [...couponColumns, 'phone_index'].map((column) => `c.${column}`).join(', ')

/** Where the counter stands in a row of a wide page, after the phone index. */
export const counterPlace = couponColumns.length + 1

/**
 * Takes first and last number, seller and counter. One statement sees one moment, so the rows are those that the counter
 * counts. Where the range holds none, a row without a coupon brings the counter.
 */
export const findSellerPage = `SELECT ${page}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id AND c.seq BETWEEN ? AND ?
  WHERE k.seller_id = ? AND k.counter_name = ? ORDER BY c.seq`

/**
 * Takes channel, first and last number in the channel, seller and counter; else the same. Within a channel both numbers
 * rise together.
 */
export const findChannelPage = `SELECT ${page}, k.counter_value FROM counter k
  LEFT JOIN coupon c ON c.seller_id = k.seller_id AND c.channel = ? AND c.channel_seq BETWEEN ? AND ?
  WHERE k.seller_id = ? AND k.counter_name = ? ORDER BY c.channel_seq`

/** Takes seller and codes. After the phone index comes the last usable day as issued, if a return moved it. */
export const findCouponsByCodes = inListTexts(
  (marks) =>
    `SELECT ${couponWithPhoneIndex}, issued_end_date FROM coupon WHERE seller_id = ? AND coupon_code IN (${marks})`,
)
