import { getCoupon, type ResponseOf } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { claimedVersions, claimOf } from '#domain/evaluation/holders-of-coupons'
import { shownTimeline } from '#domain/events/lifecycle-text'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { toErpCoupon } from './alibaba.alihealth.nr.crm.coupon.querycoupon.ts'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toCouponTerms } from './template-result.ts'

/** One coupon with its timeline. */
export function getCouponMethod({
  coupons,
  templates,
  events,
}: Pick<LifecycleDependencies, 'coupons' | 'templates' | 'events'>): Method<typeof getCoupon> {
  return {
    definition: getCoupon,
    async call({ couponCode }, { sellerId, nowMs }) {
      const coupon = await coupons.findCoupon(sellerId, couponCode)
      if (coupon === undefined) {
        const reserved = await templates.findReservedCode(sellerId, couponCode)
        const error = reserved === undefined ? 'couponNotFound' : 'couponNotClaimed'
        return { result: { ...errorResult(error), timeline: [] } }
      }
      const timeline = shownTimeline(await events.listCouponEvents(sellerId, couponCode))
      const [terms] = await templates.findVersions(sellerId, claimedVersions([claimOf(coupon)]))
      const shown = { coupon: toDetailedCoupon(coupon, nowMs), terms: terms && toCouponTerms(terms) }
      return { result: { ...shown, ...timeline, success: true } }
    },
  }
}

export type DetailedCoupon = NonNullable<ResponseOf<typeof getCoupon>['result']['coupon']>

/** A coupon as in `querycoupon`, with the order that holds or used it. An expired hold is omitted. */
export function toDetailedCoupon(coupon: StoredCoupon, nowMs: number): DetailedCoupon {
  const { state, templateVersion } = coupon
  const erpCoupon = { ...toErpCoupon(coupon, nowMs), templateVersion }
  if (state.kind === 'held' && nowMs < state.untilMs) {
    return { ...erpCoupon, orderId: state.orderId, heldUntil: momentText(state.untilMs) }
  }
  if (state.kind !== 'used' || state.redemption === undefined) return erpCoupon
  const { orderId, redemptionId, atMs, shop } = state.redemption
  return { ...erpCoupon, orderId, redemptionId, usedAt: momentText(atMs), usedShop: shop }
}
