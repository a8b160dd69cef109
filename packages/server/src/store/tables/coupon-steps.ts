import type { RowUpdate, SqlValue } from '#database/sql-engine'
import { join, p, type Sql, sql } from '#database/statement'
import { assign } from '#database/table'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { stateCodes, storedCoupon } from './coupon.ts'

/** Coupons past their last usable day and not held at that moment. */
export const findExpired = sql`SELECT ${storedCoupon.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND expiry_due BETWEEN '0001-01-01' AND ${p.text('day')} AND (state_code = 0 OR hold_until_ms <= ${p.number('nowMs')})
  ORDER BY expiry_due, seq LIMIT ${p.number('limit')}`

/** A coupon whose last usable day is not after it, and whose expiry is not recorded yet. */
export const findUnrecordedExpiry = sql`SELECT seq FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND expiry_due BETWEEN '0001-01-01' AND ${p.text('day')} ORDER BY expiry_due, seq LIMIT 1`

export const markExpired = sql`UPDATE coupon SET expiry_due = NULL, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')} AND version = ${p.number('version')}`

const columns = [
  'state_code',
  'hold_until_ms',
  'hold_order',
  'used_order',
  'used_at_ms',
  'used_shop',
  'redemption_id',
  'expiry_due',
  'return_count',
] as const

/** A step of a coupon as it is stored: what its columns hold from now on, and the version before. */
type StoredStep = Readonly<Record<(typeof columns)[number], SqlValue | undefined>> &
  Readonly<{ sellerId: string; seq: number; fromVersion: number }>

export const changeCoupon = sql`UPDATE coupon SET ${assign(columns)}, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')} AND version = ${p.number('fromVersion')}`

/** `CASE seq WHEN … THEN … END`: the value of a parameter by the coupon. */
function byCoupon(value: Sql<StoredStep>): Sql<Readonly<{ steps: readonly StoredStep[] }>> {
  return sql`CASE seq ${p.each('steps', sql`WHEN ${p.number('seq')} THEN ${value}`, ' ')} END`
}

const changes = columns.map((column) => sql`${column} = ${byCoupon(p.cellOrNull(column))}`)

export const changeCoupons = sql`UPDATE coupon SET ${join(changes, ', ')}, version = version + 1
  WHERE seller_id = ${p.text('sellerId')} AND seq IN (${p.each('steps', p.number('seq'), ', ')}) AND version = ${byCoupon(p.number('fromVersion'))}`

/** Changes coupons of a seller to their lifecycles after steps, unless other steps came first. */
export const couponSteps: RowUpdate<StoredStep> = {
  name: 'coupon',
  keyOf: ({ seq }) => `${seq}`,
  one: changeCoupon,
  many: (steps) => changeCoupons({ sellerId: steps.at(0)?.sellerId ?? '', steps }),
}

/** A step as it is stored. */
export function storedStep(from: StoredCoupon, to: CouponLifecycle): StoredStep {
  const { state } = to
  const held = state.kind === 'held' ? state : undefined
  const redemption = state.kind === 'used' ? state.redemption : undefined
  const mayExpire = state.kind === 'unused' || state.kind === 'held'
  return {
    state_code: stateCodes[state.kind],
    hold_until_ms: held?.untilMs,
    hold_order: held?.orderId,
    used_order: redemption?.orderId,
    used_at_ms: redemption?.atMs,
    used_shop: redemption?.shop,
    redemption_id: redemption?.redemptionId,
    expiry_due: mayExpire ? to.endDate : undefined,
    return_count: to.returnCount,
    sellerId: from.sellerId,
    seq: from.seq,
    fromVersion: from.version,
  }
}

export const moveEndDate = sql`UPDATE coupon
  SET issued_end_date = COALESCE(issued_end_date, ${p.textOrNull('issuedEndDate')}), end_date = ${p.textOrNull('endDate')}
  WHERE seller_id = ${p.text('sellerId')} AND seq = ${p.number('seq')}`
