import { inListTexts } from '#database/in-list'
import { liveColumns } from './live-coupon-statements.ts'

/** Takes seller, first and last number: coupons as they stand. After them comes the day after which they may expire. */
export const findAuditedCoupons = `SELECT ${liveColumns.join(', ')}, expiry_due FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** Takes seller, first and last number of coupons: their events besides their issue, in order. */
export const findSteps = `SELECT coupon_seq, event_seq, kind, at_ms, before_text, after_text FROM chain_event
  WHERE seller_id = ? AND coupon_seq BETWEEN ? AND ? ORDER BY coupon_seq, event_seq`

/** Takes seller and a number: coupons past it, some of them. */
export const listCouponsPast = 'SELECT seq FROM coupon WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT 1000'

/** Takes seller and redemptions. */
export const findRedemptionsByIds = inListTexts(
  (marks) => `SELECT redemption_id, coupon_seq, order_id, at_ms, shop, returned_at_ms, return_reason FROM redemption
    WHERE seller_id = ? AND redemption_id IN (${marks})`,
)

/** Takes seller. */
export const countRedemptions = 'SELECT COUNT(*) FROM redemption WHERE seller_id = ?'

/** Takes seller and a number: the newest event past it. */
export const findEventPast = 'SELECT MAX(event_seq) FROM chain_event WHERE seller_id = ? AND event_seq > ?'

/** Takes seller, template and member keys. */
export const findMemberUsage = inListTexts(
  (marks) => `SELECT member_key FROM member_usage
    WHERE seller_id = ? AND coupon_id = ? AND member_key IN (${marks})`,
)

/** Takes seller, phone index and template: when its coupons were claimed, in order. */
export const findClaimsByPhone = claimsBy('phone_index')

/** Takes seller, card and template. */
export const findClaimsByCard = claimsBy('card_no')

/** All sellers that have rows, whether their own row stands or not. */
export const listAuditedSellers = `SELECT seller_id FROM seller UNION SELECT seller_id FROM counter
  UNION SELECT seller_id FROM event_head UNION SELECT seller_id FROM coupon_template ORDER BY seller_id`

function claimsBy(column: string): string {
  return `SELECT seq, issued_at_ms FROM coupon WHERE seller_id = ? AND ${column} = ? AND COALESCE(coupon_id, '') = ?
    AND template_version IS NOT NULL ORDER BY seq`
}

/** Takes seller, coupon's number twice and a pattern: an event of the coupon whose text fits it. */
export const findEventsOfRedemption = `SELECT event_seq FROM chain_event
  WHERE seller_id = ? AND coupon_seq BETWEEN ? AND ? AND kind = 'redeemed' AND after_text LIKE ? LIMIT 1`
