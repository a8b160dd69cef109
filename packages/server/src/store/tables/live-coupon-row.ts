import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { CouponState } from '#domain/coupon/coupon'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import type { LiveCoupon } from '#domain/lifecycle/live-coupon'
import { couponOfRow, issuedStateOfCode, stateCodes } from './coupon-row.ts'
import { liveColumns } from './live-coupon-statements.ts'

/** A coupon out of a row of `liveColumns`. */
export function liveCouponOfRow(sellerId: string, row: SqlRow, phone?: string): LiveCoupon {
  const coupon = couponOfRow(sellerId, row, phone)
  return {
    ...coupon,
    state: withRedemption(coupon.state, row),
    version: Number(row[column.version]),
    issuedAtMs: Number(row[column.issued_at_ms]),
    returnCount: Number(row[column.return_count]),
    templateVersion: numberOf(row[column.template_version]),
  }
}

/** Where the coupon stood at its issue. */
export function issuedLifecycleOfRow(row: SqlRow): CouponLifecycle {
  const endDate = row[column.issued_end_date] ?? row[column.end_date]
  return {
    state: issuedStateOfCode(row[column.issued_state]),
    endDate: typeof endDate === 'string' ? endDate : undefined,
    returnCount: 0,
  }
}

/** Number of its `issued` event. */
export function issuedEventOfRow(row: SqlRow): number {
  return Number(row[column.issued_event_seq])
}

/**
 * Values for `changeCoupon`.
 * @param from as it stands
 * @param to as it is to stand
 */
export function changedValues(from: LiveCoupon, to: CouponLifecycle): readonly SqlValue[] {
  const { state } = to
  const redemption = state.kind === 'used' ? state.redemption : undefined
  const mayExpire = state.kind === 'unused' || state.kind === 'held'
  return [
    stateCodes[state.kind],
    state.kind === 'held' ? state.untilMs : null,
    state.kind === 'held' ? state.orderId : null,
    redemption?.orderId ?? null,
    redemption?.atMs ?? null,
    redemption?.shop ?? null,
    redemption?.redemptionId ?? null,
    mayExpire ? (to.endDate ?? null) : null,
    to.returnCount,
    from.sellerId,
    from.seq,
    from.version,
  ]
}

const column = Object.fromEntries(liveColumns.map((name, place) => [name, place])) as Readonly<
  Record<(typeof liveColumns)[number], number>
>

function withRedemption(state: CouponState, row: SqlRow): CouponState {
  const redemptionId = row[column.redemption_id]
  if (state.kind !== 'used' || typeof redemptionId !== 'string') return state
  const shop = row[column.used_shop]
  const redemption = {
    redemptionId,
    orderId: String(row[column.used_order]),
    atMs: Number(row[column.used_at_ms]),
    shop: typeof shop === 'string' ? shop : undefined,
  }
  return { kind: 'used', redemption }
}

function numberOf(value: SqlValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}
