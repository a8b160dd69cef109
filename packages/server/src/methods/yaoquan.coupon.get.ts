import { getCoupon } from '@yaoquan/api'
import type { EventReader } from '#domain/events/event-store'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import { toCouponEvent } from './coupon-event.ts'
import { toDetailedCoupon } from './detailed-coupon.ts'
import type { Method } from './method.ts'
import { errorResult } from './refused-result.ts'

type Dependencies = Readonly<{ coupons: LifecycleReader; events: EventReader }>

/** One coupon with its timeline. */
export function getCouponMethod({ coupons, events }: Dependencies): Method<typeof getCoupon> {
  return {
    definition: getCoupon,
    async call({ couponCode }, { sellerId, nowMs }) {
      const coupon = await coupons.findCoupon(sellerId, couponCode)
      if (coupon === undefined) return { result: { ...errorResult('couponNotFound'), timeline: [] } }
      const timeline = (await events.listCouponEvents(sellerId, couponCode)).map(toCouponEvent)
      return { result: { coupon: toDetailedCoupon(coupon, nowMs), timeline, success: true } }
    },
  }
}
