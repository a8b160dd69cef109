import type { Coupon, Redemption } from '#domain/coupon/coupon'
import { compareDays, dayOf } from '#domain/dates'
import type { Refusal } from './refusal.ts'

/** The order, and the time: `nowMs` applies to holds, `atMs` (earlier for an offline till) to dates. */
type Claimant = Readonly<{ orderId: string; nowMs: number; atMs: number }>

/**
 * Whether an order may redeem the coupon at a moment. The order that holds it may, even past the last day: a hold
 * is a promise. Other orders need it free and within its dates.
 */
export function checkUsable(coupon: Coupon, claimant: Claimant): Refusal | undefined {
  const { state } = coupon
  const isPromised = state.kind === 'held' && claimant.nowMs < state.untilMs && state.orderId === claimant.orderId
  return checkFree(coupon, claimant) ?? (isPromised ? undefined : checkDates(coupon, claimant.atMs))
}

/** Whether the coupon is free for an order: not used, not void, and not held by another. */
export function checkFree(
  { state }: Coupon,
  { orderId, nowMs }: Pick<Claimant, 'orderId' | 'nowMs'>,
): Refusal | undefined {
  switch (state.kind) {
    case 'used':
      return usedBy(state.redemption)
    case 'void':
      return { kind: 'void' }
    case 'held':
      if (nowMs >= state.untilMs || state.orderId === orderId) return undefined
      return { kind: 'held', orderId: state.orderId, untilMs: state.untilMs }
    case 'unused':
      return undefined
  }
}

/** `startDate` is the first usable day, `endDate` the last, to 23:59:59 GMT+8. */
export function checkDates({ terms }: Coupon, atMs: number): Refusal | undefined {
  const day = dayOf(atMs)
  if (terms.endDate !== undefined && compareDays(day, terms.endDate) > 0) {
    return { kind: 'expired', endDate: terms.endDate }
  }
  if (terms.startDate !== undefined && compareDays(day, terms.startDate) < 0) {
    return { kind: 'not-started', startDate: terms.startDate }
  }
  return undefined
}

/** The refusal that names the order that used a coupon. */
export function usedBy(redemption: Redemption | undefined): Extract<Refusal, { kind: 'already-used' }> {
  return { kind: 'already-used', orderId: redemption?.orderId, atMs: redemption?.atMs }
}
