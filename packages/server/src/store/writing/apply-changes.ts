import { lifecycleText } from '#domain/events/lifecycle-text'
import type { Change, ChangeKind, ChangeKinds } from '#domain/lifecycle/changes'
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
import { issueAppliers } from './apply-issues.ts'
import { jobAppliers } from './apply-jobs.ts'
import { applyIdentityChanges, memberAppliers } from './apply-members.ts'
import { applySavedOrder } from './apply-order.ts'
import { sellerAppliers } from './apply-seller.ts'
import { sharedAppliers } from './apply-shared.ts'
import { templateAppliers } from './apply-templates.ts'
import { applyChangedVerdicts, applyNewUploads } from './apply-uploads.ts'
import { applyGoodsReturned, applyJoinedSale, applyNewSale } from './sales.ts'
import type { Appliers, WriterParts } from './writer-parts.ts'

const appliers: Appliers = {
  ...memberAppliers,
  ...templateAppliers,
  ...issueAppliers,
  ...sellerAppliers,
  ...jobAppliers,
  ...sharedAppliers,
  step: applySteps,
  identitiesChanged: applyIdentityChanges,
  newRedemption: applyNewRedemptions,
  returned: applyReturned,
  replaced: applyReplaced,
  changedAmounts: applyChangedAmounts,
  newUpload: applyNewUploads,
  changedVerdict: applyChangedVerdicts,
  savedOrder: applySavedOrder,
  newSale: applyNewSale,
  joinedSale: applyJoinedSale,
  goodsReturned: applyGoodsReturned,
}

/** Writes what an act decided: rows, events, seals and sums. Changes of one kind that follow each other are written together. */
export async function applyChanges(parts: WriterParts, changes: readonly Change[]): Promise<void> {
  for (let next = 0; next < changes.length; ) {
    const run = runFrom(changes, next)
    await applyRun(parts, run)
    next += run.length
  }
}

function runFrom(changes: readonly Change[], first: number): readonly Change[] {
  const kind = changes[first]?.kind
  const end = changes.findIndex((change, place) => place > first && change.kind !== kind)
  return changes.slice(first, end === -1 ? changes.length : end)
}

function applyRun<Kind extends ChangeKind>(
  parts: WriterParts,
  run: readonly Change<Kind>[],
): Promise<void> | undefined {
  const [first] = run
  return (
    first &&
    appliers[first.kind](
      parts,
      run.map(({ to }) => to),
    )
  )
}

/** Writes steps of coupons. Each counts only if the coupon is unchanged since it was read. */
async function applySteps(parts: WriterParts, changes: readonly CouponChange[]): Promise<void> {
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

async function applyNewRedemptions(
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

async function applyReturned(
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

async function applyReplaced(
  { unit, origin: { sellerId } }: WriterParts,
  changes: readonly ChangeKinds['replaced'][],
): Promise<void> {
  for (const { redemptionId } of changes) {
    await unit.updateOne(deleteRedemption({ sellerId, redemptionId }), 'the redemption was returned by another call')
  }
}

async function applyChangedAmounts(
  { unit, origin: { sellerId } }: WriterParts,
  changes: readonly ChangeKinds['changedAmounts'][],
): Promise<void> {
  for (const { redemptionId, amounts } of changes) {
    const { offFen, split: splitText } = amounts ?? {}
    const changed = changeAmounts({ offFen, splitText, sellerId, redemptionId })
    await unit.updateOne(changed, 'the redemption was returned by another call')
  }
}
