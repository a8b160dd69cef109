import type { CouponChange, WriteCall, Written } from './lifecycle-store.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { takeOutOfUse } from './transitions.ts'

/** The outcome of one code. `orderId`: the order that used it. */
export type VoidOutcome =
  | Readonly<{ kind: 'voided' | 'already_void' | 'not_found' }>
  | Readonly<{ kind: 'used'; orderId: string | undefined }>

/**
 * Voids coupons. Used ones are refused one by one; the others are voided anyway.
 * @param asked.couponCodes 1..1000, no code twice
 */
export function voidCoupons(
  asked: WriteCall & Readonly<{ couponCodes: readonly string[]; reason: string }>,
): Promise<Written<readonly VoidOutcome[], never>> {
  const { lifecycle, request, couponCodes, reason } = asked
  return lifecycle.writeOnce(request, async (writer) => {
    const found = await writer.findCoupons(couponCodes)
    const coupons = couponCodes.map((code) => found.get(code))
    await writer.changeCoupons(changesOf(coupons, reason))
    return { kind: 'done', answer: coupons.map(outcomeOf) }
  })
}

/** The steps that void those coupons that can be, in the order of their numbers. */
export function changesOf(coupons: readonly (StoredCoupon | undefined)[], reason: string): readonly CouponChange[] {
  const changes = coupons.flatMap((coupon): readonly CouponChange[] => {
    if (coupon === undefined) return []
    const step = takeOutOfUse(coupon)
    return step.kind === 'done' ? [{ kind: 'voided', from: coupon, to: step.coupon, reason }] : []
  })
  return changes.toSorted((left, right) => left.from.seq - right.from.seq)
}

function outcomeOf(coupon: StoredCoupon | undefined): VoidOutcome {
  if (coupon === undefined) return { kind: 'not_found' }
  const { state } = coupon
  if (state.kind === 'used') return { kind: 'used', orderId: state.redemption?.orderId }
  return { kind: state.kind === 'void' ? 'already_void' : 'voided' }
}
