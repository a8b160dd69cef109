import { compareDays, type DateText, dayOf } from '#domain/dates'
import { act, done, load, refused } from './act.ts'
import { unlessDone } from './answer-once.ts'
import { changeTemplate, type TemplateChanged } from './change-template.ts'
import { steps } from './changes.ts'
import type { WriteCall, Written } from './lifecycle-store.ts'
import { couponsByCode } from './reads.ts'
import type { CouponChange, StoredCoupon } from './stored-coupon.ts'
import { extend } from './transitions.ts'

type Extending = Readonly<{
  /** The new last usable day. */
  endDate: DateText
  reason: string | undefined
}>

/** Extends expired coupons too. `endDate`: the last usable day that it had, or keeps; absent: it never expires. */
export type ExtendOutcome =
  | Readonly<{ kind: 'unchanged' | 'void' | 'not_found' }>
  | Readonly<{ kind: 'extended'; endDate: DateText | undefined }>
  | Readonly<{ kind: 'not_later'; endDate: DateText | undefined }>
  | Readonly<{ kind: 'used'; orderId: string | undefined }>

export type ExtendRefusal = Readonly<{ kind: 'end-date-passed'; today: DateText }>

/**
 * Gives coupons a later last usable day, 1..1000 codes, none twice. Those that cannot have it are refused one by one. The answer has an outcome
 * by the place of each code.
 */
export const extendCoupons = act({
  reads: ({ couponCodes }: Extending & Readonly<{ couponCodes: readonly string[] }>) =>
    load({ coupons: couponsByCode(couponCodes) }),
  decide({ input, found: { coupons }, nowMs }) {
    const refusal = checkDay(input, nowMs)
    if (refusal !== undefined) return refused(refusal)
    const named = input.couponCodes.map((code) => coupons.get(code))
    const changes = named.map((coupon) => coupon && extendedBy(input, coupon)).filter((one) => typeof one === 'object')
    return done(
      named.map((coupon) => outcomeOf(input, coupon)),
      steps(changes),
    )
  },
})

/** Extends every coupon of a template that exists when it begins and may have the later day when its turn comes. */
export async function extendTemplate(
  input: WriteCall & Extending & Readonly<{ couponId: string }>,
): Promise<Written<TemplateChanged, ExtendRefusal>> {
  const refusal = checkDay(input, input.request.nowMs)
  if (refusal === undefined) return changeTemplate({ ...input, stepOf: (coupon) => extendedBy(input, coupon) })
  // A repetition of what was done before that day is answered as it was.
  const before = await input.lifecycle.runAct(input.request, unlessDone<TemplateChanged>(), undefined)
  return before.kind === 'refused' ? { kind: 'refused', refusal } : before
}

function checkDay({ endDate }: Extending, nowMs: number): ExtendRefusal | undefined {
  const today = dayOf(nowMs)
  return compareDays(endDate, today) < 0 ? { kind: 'end-date-passed', today } : undefined
}

function extendedBy({ endDate, reason }: Extending, coupon: StoredCoupon): CouponChange | 'unchanged' | 'refused' {
  const step = extend(coupon, endDate)
  if (step.kind === 'done') return { kind: 'extended', from: coupon, to: step.coupon, reason }
  return step.kind === 'unchanged' ? 'unchanged' : 'refused'
}

function outcomeOf({ endDate }: Extending, coupon: StoredCoupon | undefined): ExtendOutcome {
  if (coupon === undefined) return { kind: 'not_found' }
  const step = extend(coupon, endDate)
  switch (step.kind) {
    case 'done':
      return { kind: 'extended', endDate: coupon.terms.endDate }
    case 'unchanged':
      return { kind: 'unchanged' }
    case 'not-usable':
      return step.reason.code === 'USED_BY' ? { kind: 'used', orderId: step.reason.orderId } : { kind: 'void' }
    case 'not-later':
      return { kind: 'not_later', endDate: coupon.terms.endDate }
  }
}
