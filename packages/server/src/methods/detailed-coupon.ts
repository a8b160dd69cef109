import type { getCoupon, ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { toErpCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'

export type DetailedCoupon = NonNullable<ResponseOf<typeof getCoupon>['result']['coupon']>

/** A coupon as in `querycoupon`, with the order that holds or used it. An expired hold is omitted. */
export function toDetailedCoupon(coupon: StoredCoupon, nowMs: number): DetailedCoupon {
  const { state } = coupon
  const erpCoupon = toErpCoupon(coupon, nowMs)
  if (state.kind === 'held' && nowMs < state.untilMs) {
    return { ...erpCoupon, orderId: state.orderId, heldUntil: momentText(state.untilMs) }
  }
  if (state.kind !== 'used' || state.redemption === undefined) return erpCoupon
  const { orderId, redemptionId, atMs, shop } = state.redemption
  return { ...erpCoupon, orderId, redemptionId, usedAt: momentText(atMs), usedShop: shop }
}
