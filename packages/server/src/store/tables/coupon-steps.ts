import type { SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { assign } from '#database/table'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { stateCodes, storedCoupon } from './coupon.ts'

/** Takes seller, a day, a moment and limit: coupons past their last usable day and not held at that moment. */
export const findExpired = sql`SELECT ${storedCoupon.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND expiry_due BETWEEN '0001-01-01' AND ${p.text('day')} AND (state_code = 0 OR hold_until_ms <= ${p.number('nowMs')})
  ORDER BY expiry_due, seq LIMIT ${p.number('limit')}`

/** Takes seller and a day: a coupon whose last usable day is not after it, and whose expiry is not recorded yet. */
export const findUnrecordedExpiry = sql`SELECT seq FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND expiry_due BETWEEN '0001-01-01' AND ${p.text('day')} ORDER BY expiry_due, seq LIMIT 1`

/** Takes seller, number and version. */
export const markExpired = sql`UPDATE coupon SET expiry_due = NULL, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')} AND version = ${p.number('version')}`

const changed = assign([
  'state_code',
  'hold_until_ms',
  'hold_order',
  'used_order',
  'used_at_ms',
  'used_shop',
  'redemption_id',
  'expiry_due',
  'return_count',
])

/** Takes the values of `encodeChange`. Changes nothing if another step came first. */
export const changeCoupon = sql`UPDATE coupon SET ${changed}, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')} AND version = ${p.number('version')}`

/** The values for `changeCoupon`: the stored coupon, and its lifecycle after the step. */
export function encodeChange(from: StoredCoupon, to: CouponLifecycle): readonly SqlValue[] {
  const { state } = to
  const held = state.kind === 'held' ? state : undefined
  const redemption = state.kind === 'used' ? state.redemption : undefined
  const mayExpire = state.kind === 'unused' || state.kind === 'held'
  const values = changed.encode({
    state_code: stateCodes[state.kind],
    hold_until_ms: held?.untilMs,
    hold_order: held?.orderId,
    used_order: redemption?.orderId,
    used_at_ms: redemption?.atMs,
    used_shop: redemption?.shop,
    redemption_id: redemption?.redemptionId,
    expiry_due: mayExpire ? to.endDate : undefined,
    return_count: to.returnCount,
  })
  return [...values, from.sellerId, from.seq, from.version]
}

/** Takes the last usable day as issued, the new one, seller and number. */
export const moveEndDate = sql`UPDATE coupon
  SET issued_end_date = COALESCE(issued_end_date, ${p.textOrNull('issuedEndDate')}), end_date = ${p.text('endDate')}
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')}`
