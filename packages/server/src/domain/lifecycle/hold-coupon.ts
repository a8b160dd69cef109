import type { CouponRefusal } from './coupon-refusal.ts'
import type { LifecycleWriter, Worked, WriteCall, Written } from './lifecycle-store.ts'
import { noCoupon } from './no-coupon.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { hold, release, type Step } from './transitions.ts'

type OrderStep = WriteCall & Readonly<{ couponCode: string; orderId: string }>

/** Ends at `untilMs`. */
type HoldAnswer = Readonly<{ untilMs: number }>

/** `isUnchanged`: the coupon was free already. */
type ReleaseAnswer = Readonly<{ isUnchanged: boolean }>

/**
 * Holds a coupon for an order. The same order may hold it again, which moves the end.
 * @param asked.ttlSeconds 1..86400
 */
export function holdCoupon(
  asked: OrderStep & Readonly<{ ttlSeconds: number }>,
): Promise<Written<HoldAnswer, CouponRefusal>> {
  const { lifecycle, request, couponCode, orderId, ttlSeconds } = asked
  const { nowMs } = request
  return lifecycle.writeOnce<HoldAnswer, CouponRefusal>(request, async (writer) => {
    const step = (coupon: StoredCoupon) => hold(coupon, { orderId, ttlSeconds, nowMs })
    const taken = await takeStep(writer, couponCode, { kind: 'held', step })
    return taken.kind === 'done' ? { kind: 'done', answer: { untilMs: nowMs + ttlSeconds * 1000 } } : taken
  })
}

/** Ends an order's hold. A coupon that is free already is unchanged. */
export function releaseCoupon(asked: OrderStep): Promise<Written<ReleaseAnswer, CouponRefusal>> {
  const { lifecycle, request, couponCode, orderId } = asked
  const step = (coupon: StoredCoupon) => release(coupon, { orderId, nowMs: request.nowMs })
  return lifecycle.writeOnce(request, (writer) => takeStep(writer, couponCode, { kind: 'released', step }))
}

type NamedStep = Readonly<{ kind: 'held' | 'released'; step: (coupon: StoredCoupon) => Step }>

async function takeStep(
  writer: LifecycleWriter,
  couponCode: string,
  { kind, step: stepOf }: NamedStep,
): Promise<Worked<ReleaseAnswer, CouponRefusal>> {
  const coupon = (await writer.findCoupons([couponCode])).get(couponCode)
  if (coupon === undefined) return noCoupon(writer, couponCode)
  const step = stepOf(coupon)
  if (step.kind === 'unchanged') return { kind: 'done', answer: { isUnchanged: true } }
  if (step.kind !== 'done') return { kind: 'refused', refusal: { ...step, couponCode } }
  await writer.changeCoupons([{ kind, from: coupon, to: step.coupon }])
  return { kind: 'done', answer: { isUnchanged: false } }
}
