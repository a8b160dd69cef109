import { compareDays, type DateText, dayOf } from '#domain/dates'
import { changeCodes, changeTemplate, type TemplateChanged } from './change-template.ts'
import type { CouponChange, WriteCall, Written } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { extend } from './transitions.ts'

type Extending = WriteCall &
  Readonly<{
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
 * Gives coupons a later last usable day. Those that cannot have it are refused one by one.
 * @param asked.couponCodes 1..1000, no code twice
 */
export function extendCoupons(
  asked: Extending & Readonly<{ couponCodes: readonly string[] }>,
): Promise<Written<readonly ExtendOutcome[], ExtendRefusal>> {
  const { lifecycle, request, couponCodes } = asked
  return lifecycle.writeOnce<readonly ExtendOutcome[], ExtendRefusal>(request, async (writer) => {
    const refusal = checkDay(asked)
    if (refusal !== undefined) return { kind: 'refused', refusal }
    const coupons = await changeCodes(couponCodes, writer, (coupon) => extendedBy(asked, coupon))
    return { kind: 'done', answer: coupons.map((coupon) => outcomeOf(asked, coupon)) }
  })
}

/** Extends every coupon of a template that exists when it begins and may have the later day when its turn comes. */
export async function extendTemplate(
  asked: Extending & Readonly<{ couponId: string }>,
): Promise<Written<TemplateChanged, ExtendRefusal>> {
  const refusal = checkDay(asked)
  if (refusal === undefined) return changeTemplate({ ...asked, stepOf: (coupon) => extendedBy(asked, coupon) })
  // A repetition of what was done before that day is answered as it was.
  return asked.lifecycle.writeOnce<TemplateChanged, ExtendRefusal>(asked.request, async () => ({
    kind: 'refused',
    refusal,
  }))
}

function checkDay({ request, endDate }: Extending): ExtendRefusal | undefined {
  const today = dayOf(request.nowMs)
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
