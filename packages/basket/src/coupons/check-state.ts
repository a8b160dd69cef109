import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { UnusableReason } from '../model/reason.ts'
import { dayOf } from '../moments/gmt8.ts'

/**
 * Whether the coupon is free for the basket's order, and within its dates. The order that holds a coupon may use it
 * until the hold ends, even past the last day: a hold is a promise.
 */
export function checkState(coupon: BasketCoupon, basket: Basket): readonly UnusableReason[] {
  const { state } = coupon
  switch (state.kind) {
    case 'void':
      return [{ code: 'VOID', reason: state.reason }]
    case 'used':
      return [{ code: 'USED_BY', orderId: state.orderId, atMs: state.atMs }]
    case 'held':
      if (basket.atMs >= state.untilMs) return checkDates(coupon, basket.atMs)
      if (state.orderId === basket.orderId) return []
      return [{ code: 'HELD_BY', orderId: state.orderId, untilMs: state.untilMs }, ...checkDates(coupon, basket.atMs)]
    case 'unused':
      return checkDates(coupon, basket.atMs)
  }
}

function checkDates({ startDate, endDate }: BasketCoupon, atMs: number): readonly UnusableReason[] {
  const day = dayOf(atMs)
  if (endDate !== undefined && day > endDate) return [{ code: 'EXPIRED', endDate }]
  if (startDate !== undefined && day < startDate) return [{ code: 'NOT_STARTED', startDate }]
  return []
}
