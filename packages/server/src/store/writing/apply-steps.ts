import { lifecycleText } from '#domain/events/lifecycle-text'
import { type CouponChange, lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { NewEvent } from '#store/events/chain-head'
import { couponSteps, moveEndDate, storedStep } from '#store/tables/coupon-steps'
import type { WriterParts } from './writer-parts.ts'

/** Writes steps of coupons. Each counts only if the coupon is unchanged since it was read. */
export async function applySteps(parts: WriterParts, changes: readonly CouponChange[]): Promise<void> {
  const { unit, head, forms } = parts
  const stored: CouponChange[] = []
  for (const change of changes) stored.push(await forms.ofChange(change))
  for (const { from, to } of stored) {
    await unit.updateRead(couponSteps, storedStep(from, lifecycleOf(to)), 'the coupon was changed by another call')
    const [issuedEnd, end] = [from.terms.endDate, to.terms.endDate]
    if (end === issuedEnd) continue
    const { sellerId, seq } = from
    await unit.run(moveEndDate({ issuedEndDate: issuedEnd, endDate: end, sellerId, seq }))
  }
  head.append(stored.map(eventOf))
}

function eventOf({ kind, from, to, replacedAmounts, ...facts }: CouponChange): NewEvent {
  const { couponCode, couponId } = from.terms
  const before = lifecycleText(lifecycleOf(from), { amounts: replacedAmounts })
  const after = lifecycleText(lifecycleOf(to), facts)
  return { kind, count: 1, couponSeq: from.seq, couponCode, couponId, before, after }
}
