import type { PreparedBasket } from '../lines/prepare-basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { UnusableReason } from '../model/reason.ts'

/**
 * Whether the coupon is free for the basket's order, and within its dates. The order that holds a coupon may use it
 * until the hold ends, even past the last day: a hold is a promise.
 */
export function checkState(
  coupon: BasketCoupon,
  { basket, today }: Pick<PreparedBasket, 'basket' | 'today'>,
): readonly UnusableReason[] {
  const { state } = coupon
  switch (state.kind) {
    case 'void':
      return [{ code: 'VOID', reason: state.reason }]
    case 'used':
      return [{ code: 'USED_BY', orderId: state.orderId, atMs: state.atMs }]
    case 'held':
      if (basket.atMs >= state.untilMs) return checkDates(coupon, today)
      if (state.orderId === basket.orderId) return []
      return [{ code: 'HELD_BY', orderId: state.orderId, untilMs: state.untilMs }, ...checkDates(coupon, today)]
    case 'unused':
      return checkDates(coupon, today)
  }
}

function checkDates({ startDate, endDate }: BasketCoupon, day: string): readonly UnusableReason[] {
  if (endDate !== undefined && day > endDate) return [{ code: 'EXPIRED', endDate }]
  if (startDate !== undefined && day < startDate) return [{ code: 'NOT_STARTED', startDate }]
  return []
}
