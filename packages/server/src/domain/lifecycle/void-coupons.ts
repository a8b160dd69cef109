import { act, done, load } from './act.ts'
import { changeTemplate, type TemplateChanged } from './change-template.ts'
import { steps } from './changes.ts'
import type { NotUsable } from './coupon-refusal.ts'
import type { WriteCall, Written } from './lifecycle-store.ts'
import { couponsByCode } from './reads.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'
import { type Step, takeOutOfUse } from './transitions.ts'

/** `withHeld`: also coupons that orders hold. */
type Voiding = Readonly<{ reason: string; withHeld?: boolean | undefined }>

/** The outcome of one code. `orderId`: the order that used or holds it, or held it. */
export type VoidOutcome =
  | Readonly<{ kind: 'already_void' | 'not_found' }>
  | Readonly<{ kind: 'voided'; orderId?: string }>
  | Readonly<{ kind: 'used'; orderId: string | undefined }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>

/**
 * Voids coupons, 1..1000 codes, none twice. Used and held ones are refused one by one; the others are voided anyway. The answer has an outcome
 * by the place of each code.
 */
export const voidCoupons = act({
  reads: ({ couponCodes }: Voiding & Readonly<{ couponCodes: readonly string[] }>) =>
    load({ coupons: couponsByCode(couponCodes) }),
  decide({ input, found: { coupons }, nowMs }) {
    const request = { ...input, nowMs }
    const named = input.couponCodes.map((code) => coupons.get(code))
    const changes = named.map((coupon) => coupon && voidedBy(request, coupon)).filter((one) => typeof one === 'object')
    return done(
      named.map((coupon) => outcomeOf(request, coupon)),
      steps(changes),
    )
  },
})

/** Voids every coupon of a template that exists when it begins, and is neither used nor held when its turn comes. */
export function voidTemplate(
  input: WriteCall & Voiding & Readonly<{ couponId: string }>,
): Promise<Written<TemplateChanged, never>> {
  return changeTemplate({ ...input, stepOf: (coupon, nowMs) => voidedBy({ ...input, nowMs }, coupon) })
}

type VoidingNow = Voiding & Readonly<{ nowMs: number }>

function voidedBy(input: VoidingNow, coupon: StoredCoupon): CouponChange | 'unchanged' | 'refused' {
  const step = stepOf(input, coupon)
  if (step.kind === 'done') return { kind: 'voided', from: coupon, to: step.coupon, reason: input.reason }
  return step.kind === 'unchanged' ? 'unchanged' : 'refused'
}

function stepOf({ nowMs, withHeld = false }: VoidingNow, coupon: StoredCoupon): Step {
  return takeOutOfUse(coupon, { nowMs, withHeld })
}

function outcomeOf(input: VoidingNow, coupon: StoredCoupon | undefined): VoidOutcome {
  if (coupon === undefined) return { kind: 'not_found' }
  const step = stepOf(input, coupon)
  switch (step.kind) {
    case 'done':
      return { kind: 'voided', ...holderOf(coupon, input.nowMs) }
    case 'unchanged':
      return { kind: 'already_void' }
    case 'not-usable':
      return inUse(step)
  }
}

function inUse({ reason }: NotUsable): VoidOutcome {
  switch (reason.code) {
    case 'HELD_BY':
      return { kind: 'held', orderId: reason.orderId, untilMs: reason.untilMs }
    case 'USED_BY':
      return { kind: 'used', orderId: reason.orderId }
    default:
      throw new TypeError(`a coupon is not refused to be voided because of ${reason.code}`)
  }
}

function holderOf({ state }: StoredCoupon, nowMs: number): Readonly<{ orderId?: string }> {
  return state.kind === 'held' && nowMs < state.untilMs ? { orderId: state.orderId } : {}
}
