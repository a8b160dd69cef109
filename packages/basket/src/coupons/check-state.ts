import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { UnusableReason } from '../model/reason.ts'
import { dayOf } from '../moments/gmt8.ts'

/**
 * Whether the coupon is free for the basket's order, and within its dates. The order that holds a coupon may use it
 * until the hold ends, even past the last day: a hold is a promise.
 */
export function checkState(
  coupon: Pick<BasketCoupon, 'state' | 'startDate' | 'endDate'>,
  { orderId, atMs }: Pick<Basket, 'orderId' | 'atMs'>,
): readonly UnusableReason[] {
  const { state } = coupon
  switch (state.kind) {
    case 'void':
      return [{ code: 'VOID', reason: state.reason }]
    case 'used':
      return [{ code: 'USED_BY', orderId: state.orderId, atMs: state.atMs }]
    case 'held':
      if (atMs >= state.untilMs) return checkDates(coupon, atMs)
      if (state.orderId === orderId) return []
      return [{ code: 'HELD_BY', orderId: state.orderId, untilMs: state.untilMs }, ...checkDates(coupon, atMs)]
    case 'unused':
      return checkDates(coupon, atMs)
  }
}

function checkDates(
  { startDate, endDate }: Pick<BasketCoupon, 'startDate' | 'endDate'>,
  atMs: number,
): readonly UnusableReason[] {
  if (endDate === undefined && startDate === undefined) return []
  const day = dayOf(atMs)
  if (endDate !== undefined && day > endDate) return [{ code: 'EXPIRED', endDate }]
  if (startDate !== undefined && day < startDate) return [{ code: 'NOT_STARTED', startDate }]
  return []
}
