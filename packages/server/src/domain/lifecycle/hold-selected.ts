import { act, done, load } from './act.ts'
import { steps } from './changes.ts'
import { type CouponRefusal, noCoupon } from './coupon-refusal.ts'
import { couponsByCode } from './reads.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'
import { hold, release, type Step } from './transitions.ts'

/** `couponCodes`: 1..200, none twice. */
type Selected = Readonly<{ couponCodes: readonly string[]; reason: string | undefined }>

type Holding = Selected & Readonly<{ orderId: string; ttlSeconds: number }>

/** What became of selected coupons. `untilMs`: when their hold ends; undefined for a release. */
export type SelectedOutcome = Readonly<{
  changedCount: number
  unchangedCount: number
  refusals: readonly CouponRefusal[]
  untilMs: number | undefined
}>

/** Holds coupons for one order, for 1..86400 seconds. Those that cannot be held are refused one by one. */
export const holdSelected = act({
  reads: ({ couponCodes }: Holding) => load({ coupons: couponsByCode(couponCodes) }),
  decide({ input, found: { coupons }, nowMs }) {
    const { orderId, ttlSeconds } = input
    const untilMs = nowMs + ttlSeconds * 1000
    return decideAll('held', input, {
      coupons,
      untilMs,
      stepOf: (coupon) => hold(coupon, { orderId, ttlSeconds, nowMs }),
    })
  },
})

/** Ends the holds of coupons, whichever orders have them. */
export const releaseSelected = act({
  reads: ({ couponCodes }: Selected) => load({ coupons: couponsByCode(couponCodes) }),
  decide: ({ input, found: { coupons }, nowMs }) =>
    decideAll('released', input, {
      coupons,
      untilMs: undefined,
      stepOf: (coupon) => release(coupon, { orderId: holderOf(coupon), nowMs }),
    }),
})

function holderOf({ state }: StoredCoupon): string {
  return state.kind === 'held' ? state.orderId : ''
}

type Found = Readonly<{
  coupons: ReadonlyMap<string, StoredCoupon>
  untilMs: number | undefined
  stepOf: (coupon: StoredCoupon) => Step
}>

function decideAll(kind: 'held' | 'released', { couponCodes, reason }: Selected, { coupons, untilMs, stepOf }: Found) {
  const changes: CouponChange[] = []
  const refusals: CouponRefusal[] = []
  for (const couponCode of couponCodes) {
    const from = coupons.get(couponCode)
    const step = from && stepOf(from)
    if (from === undefined || step === undefined) refusals.push(noCoupon(couponCode, undefined))
    else if (step.kind === 'done') changes.push({ kind, from, to: step.coupon, reason })
    else if (step.kind === 'not-usable') refusals.push({ ...step, couponCode })
  }
  const unchangedCount = couponCodes.length - changes.length - refusals.length
  const answer: SelectedOutcome = { changedCount: changes.length, unchangedCount, refusals, untilMs }
  return done(answer, steps(changes))
}
