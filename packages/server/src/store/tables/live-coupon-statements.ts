import { inListTexts } from '#database/in-list'
import { couponColumns } from './coupon-statements.ts'

/** Columns of a coupon with what decides over its next step; the phone index stands right after `couponColumns`. */
export const liveColumns = [
  ...couponColumns,
  'phone_index',
  'version',
  'issued_at_ms',
  'return_count',
  'template_version',
  'used_order',
  'used_at_ms',
  'used_shop',
  'redemption_id',
  'issued_state',
  'issued_end_date',
  'issued_event_seq',
] as const

const live = liveColumns.join(', ')

/** Takes seller and codes. */
export const findLiveByCodes = inListTexts(
  (marks) => `SELECT ${live} FROM coupon WHERE seller_id = ? AND coupon_code IN (${marks})`,
)

/** Takes seller, first and last number. */
export const findLiveBySeq = `SELECT ${live} FROM coupon WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes seller, template, least and greatest number and limit. */
export const findLiveByTemplate = `SELECT ${live} FROM coupon
  WHERE seller_id = ? AND coupon_id = ? AND seq BETWEEN ? AND ? ORDER BY seq LIMIT ?`

/**
 * Takes state, hold's end and order, order, time and shop of use, redemption, the day after which it may expire,
 * returns, seller, number and version. Changes nothing if another came first.
 */
export const changeCoupon = `UPDATE coupon SET state_code = ?, hold_until_ms = ?, hold_order = ?, used_order = ?,
  used_at_ms = ?, used_shop = ?, redemption_id = ?, expiry_due = ?, return_count = ?, version = version + 1
  WHERE seller_id = ? AND seq = ? AND version = ?`

/** Takes the last usable day as issued, the new one, seller and number. */
export const moveEndDate = `UPDATE coupon SET issued_end_date = COALESCE(issued_end_date, ?), end_date = ?
  WHERE seller_id = ? AND seq = ?`

/** Takes seller, a day, a moment and limit: coupons past their last usable day, unless a hold stands at that moment. */
export const findExpired = `SELECT ${live} FROM coupon
  WHERE seller_id = ? AND expiry_due BETWEEN '0001-01-01' AND ? AND (state_code = 0 OR hold_until_ms <= ?)
  ORDER BY expiry_due, seq LIMIT ?`

/** Takes seller, number and version. */
export const markExpired = `UPDATE coupon SET expiry_due = NULL, version = version + 1
  WHERE seller_id = ? AND seq = ? AND version = ?`
