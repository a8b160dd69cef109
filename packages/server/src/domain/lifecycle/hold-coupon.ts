import type { LifecycleStore, WriteRequest, Written } from './lifecycle-store.ts'
import type { CouponRefusal } from './refusal.ts'
import { hold } from './transitions.ts'

export type Hold = Readonly<{
  lifecycle: LifecycleStore
  request: WriteRequest
  couponCode: string
  orderId: string
  /** 1..86400 */
  ttlSeconds: number
}>

export type HoldAnswer = Readonly<{ untilMs: number }>

/** Holds a coupon for an order. The same order may hold it again, which moves the end. */
export function holdCoupon(asked: Hold): Promise<Written<HoldAnswer, CouponRefusal>> {
  const { lifecycle, request, couponCode, orderId, ttlSeconds } = asked
  const { nowMs } = request
  return lifecycle.writeOnce<HoldAnswer, CouponRefusal>(request, async (writer) => {
    const coupon = (await writer.findCoupons([couponCode])).get(couponCode)
    if (coupon === undefined) return { kind: 'refused', refusal: { kind: 'coupon-not-found', couponCode } }
    const step = hold(coupon, { orderId, ttlSeconds, nowMs })
    if (step.kind === 'unchanged') throw new TypeError('a hold always changes something')
    if (step.kind !== 'done') return { kind: 'refused', refusal: { ...step, couponCode } }
    await writer.changeCoupons([{ kind: 'held', from: coupon, to: step.coupon }])
    return { kind: 'done', answer: { untilMs: nowMs + ttlSeconds * 1000 } }
  })
}
