import { lifecycleText } from '#domain/events/lifecycle-text'
import type { ChangeKinds } from '#domain/lifecycle/changes'
import { type CouponChange, lifecycleOf } from '#domain/lifecycle/stored-coupon'
import type { NewEvent } from '#store/events/chain-head'
import { couponSteps, moveEndDate, storedStep } from '#store/tables/coupon-steps'
import {
  changeAmounts,
  deleteRedemption,
  encodeRedemption,
  insertRedemption,
  markReturned,
} from '#store/tables/redemption'
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

export async function applyNewRedemptions(
  { unit, forms, origin: { sellerId } }: WriterParts,
  changes: readonly ChangeKinds['newRedemption'][],
): Promise<void> {
  const rows = []
  for (const { redemption, couponSeq } of changes) {
    const orderId = await forms.ofId(redemption.orderId)
    rows.push(encodeRedemption({ ...redemption, orderId, sellerId, couponSeq }))
  }
  unit.insert(insertRedemption, rows)
}

export async function applyReturned(
  { unit, forms, origin: { sellerId, atMs } }: WriterParts,
  changes: readonly ChangeKinds['returned'][],
): Promise<void> {
  for (const { redemptionId, reason } of changes) {
    const returned = { returnedAtMs: atMs, returnReason: await forms.ofReason(reason) }
    await unit.updateOne(
      markReturned({ ...returned, sellerId, redemptionId }),
      'the redemption was returned by another call',
    )
  }
}

export async function applyReplaced(
  { unit, origin: { sellerId } }: WriterParts,
  changes: readonly ChangeKinds['replaced'][],
): Promise<void> {
  for (const { redemptionId } of changes) {
    await unit.updateOne(deleteRedemption({ sellerId, redemptionId }), 'the redemption was returned by another call')
  }
}

export async function applyChangedAmounts(
  { unit, origin: { sellerId } }: WriterParts,
  changes: readonly ChangeKinds['changedAmounts'][],
): Promise<void> {
  for (const { redemptionId, amounts } of changes) {
    const { offFen, split: splitText } = amounts ?? {}
    const changed = changeAmounts({ offFen, splitText, sellerId, redemptionId })
    await unit.updateOne(changed, 'the redemption was returned by another call')
  }
}
