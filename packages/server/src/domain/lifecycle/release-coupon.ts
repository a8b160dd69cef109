import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'
import type { CouponRefusal } from './refusal.ts'
import { release } from './transitions.ts'

export type Release = Readonly<{
  lifecycle: LifecycleStore
  request: WriteRequest
  couponCode: string
  orderId: string
}>

/** `isUnchanged`: the coupon was free already. */
export type ReleaseAnswer = Readonly<{ isUnchanged: boolean }>

/** Ends an order's hold. A coupon that is free already is unchanged. */
export function releaseCoupon({
  lifecycle,
  request,
  couponCode,
  orderId,
}: Release): Promise<Written<ReleaseAnswer, CouponRefusal>> {
  return lifecycle.writeOnce<ReleaseAnswer, CouponRefusal>(request, async (writer) => {
    const coupon = (await writer.findCoupons([couponCode])).get(couponCode)
    if (coupon === undefined) return { kind: 'refused', refusal: { kind: 'coupon-not-found', couponCode } }
    const step = release(coupon, { orderId, nowMs: request.nowMs })
    if (step.kind === 'unchanged') return { kind: 'done', answer: { isUnchanged: true } }
    if (step.kind !== 'done') return { kind: 'refused', refusal: { ...step, couponCode } }
    await writer.changeCoupons([{ kind: 'released', from: coupon, to: step.coupon }])
    return { kind: 'done', answer: { isUnchanged: false } }
  })
}
