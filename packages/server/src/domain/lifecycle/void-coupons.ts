import { changeCodes, changeTemplate, type TemplateChanged } from './change-template.ts'
import type { NotUsable } from './coupon-refusal.ts'
import type { CouponChange, WriteCall, Written } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { type Step, takeOutOfUse } from './transitions.ts'

/** `withHeld`: also coupons that orders hold. */
type Voiding = WriteCall & Readonly<{ reason: string; withHeld?: boolean | undefined }>

/** The outcome of one code. `orderId`: the order that used or holds it, or held it. */
export type VoidOutcome =
  | Readonly<{ kind: 'already_void' | 'not_found' }>
  | Readonly<{ kind: 'voided'; orderId?: string }>
  | Readonly<{ kind: 'used'; orderId: string | undefined }>
  | Readonly<{ kind: 'held'; orderId: string; untilMs: number }>

/**
 * Voids coupons. Used and held ones are refused one by one; the others are voided anyway.
 * @param asked.couponCodes 1..1000, no code twice
 */
export function voidCoupons(
  asked: Voiding & Readonly<{ couponCodes: readonly string[] }>,
): Promise<Written<readonly VoidOutcome[], never>> {
  const { lifecycle, request, couponCodes } = asked
  return lifecycle.writeOnce(request, async (writer) => {
    const coupons = await changeCodes(couponCodes, writer, (coupon) => voidedBy(asked, coupon))
    return { kind: 'done', answer: coupons.map((coupon) => outcomeOf(asked, coupon)) }
  })
}

/** Voids every coupon of a template that exists when it begins, and is neither used nor held when its turn comes. */
export function voidTemplate(
  asked: Voiding & Readonly<{ couponId: string }>,
): Promise<Written<TemplateChanged, never>> {
  return changeTemplate({ ...asked, stepOf: (coupon) => voidedBy(asked, coupon) })
}

function voidedBy(asked: Voiding, coupon: StoredCoupon): CouponChange | 'unchanged' | 'refused' {
  const step = stepOf(asked, coupon)
  if (step.kind === 'done') return { kind: 'voided', from: coupon, to: step.coupon, reason: asked.reason }
  return step.kind === 'unchanged' ? 'unchanged' : 'refused'
}

function stepOf({ request, withHeld = false }: Voiding, coupon: StoredCoupon): Step {
  return takeOutOfUse(coupon, { nowMs: request.nowMs, withHeld })
}

function outcomeOf(asked: Voiding, coupon: StoredCoupon | undefined): VoidOutcome {
  if (coupon === undefined) return { kind: 'not_found' }
  const step = stepOf(asked, coupon)
  switch (step.kind) {
    case 'done':
      return { kind: 'voided', ...holderOf(coupon, asked.request.nowMs) }
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
