import type { ReservedCode } from '#domain/templates/template-store'
import { act, done, load, type Reading, refused } from './act.ts'
import { step } from './changes.ts'
import { type CouponRefusal, noCoupon } from './coupon-refusal.ts'
import { couponsByCode, reservedCode } from './reads.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { hold, release, type Step } from './transitions.ts'

type OrderStep = Readonly<{ couponCode: string; orderId: string }>

type Holding = OrderStep & Readonly<{ ttlSeconds: number }>

/** Ends at `untilMs`. */
type HoldAnswer = Readonly<{ untilMs: number }>

/** `isUnchanged`: the coupon was free already. */
type ReleaseAnswer = Readonly<{ isUnchanged: boolean }>

/**
 * Holds a coupon for an order, for 1..86400 seconds. The same order may hold it again, which moves the end.
 */
export const holdCoupon = act<Holding, FoundCoupon, HoldAnswer, CouponRefusal>({
  reads: ({ couponCode }) => couponOrReservation(couponCode),
  decide({ input: { couponCode, orderId, ttlSeconds }, found, nowMs }) {
    const taken = takeStep(couponCode, found, (coupon) => hold(coupon, { orderId, ttlSeconds, nowMs }))
    if (taken.kind === 'refused') return taken
    const changes = taken.kind === 'done' ? [step({ kind: 'held', from: taken.from, to: taken.coupon })] : []
    return done({ untilMs: nowMs + ttlSeconds * 1000 }, changes)
  },
})

/** Ends an order's hold. A coupon that is free already is unchanged. */
export const releaseCoupon = act<OrderStep, FoundCoupon, ReleaseAnswer, CouponRefusal>({
  reads: ({ couponCode }) => couponOrReservation(couponCode),
  decide({ input: { couponCode, orderId }, found, nowMs }) {
    const taken = takeStep(couponCode, found, (coupon) => release(coupon, { orderId, nowMs }))
    if (taken.kind === 'refused') return taken
    const changes = taken.kind === 'done' ? [step({ kind: 'released', from: taken.from, to: taken.coupon })] : []
    return done({ isUnchanged: taken.kind === 'unchanged' }, changes)
  },
})

type FoundCoupon = Readonly<{ coupon: StoredCoupon | undefined; reserved: ReservedCode | undefined }>

function* couponOrReservation(couponCode: string): Reading<FoundCoupon> {
  const { coupons } = yield* load({ coupons: couponsByCode([couponCode]) })
  const coupon = coupons.get(couponCode)
  if (coupon !== undefined) return { coupon, reserved: undefined }
  return { coupon, ...(yield* load({ reserved: reservedCode(couponCode) })) }
}

type Taken =
  | Readonly<{ kind: 'done'; from: StoredCoupon; coupon: StoredCoupon }>
  | Readonly<{ kind: 'unchanged' }>
  | Readonly<{ kind: 'refused'; refusal: CouponRefusal }>

function takeStep(
  couponCode: string,
  { coupon, reserved }: FoundCoupon,
  stepOf: (coupon: StoredCoupon) => Step,
): Taken {
  if (coupon === undefined) return refused(noCoupon(couponCode, reserved))
  const taken = stepOf(coupon)
  if (taken.kind === 'not-usable') return refused({ ...taken, couponCode })
  return taken.kind === 'done' ? { ...taken, from: coupon } : taken
}
