import type { ChangeKinds } from '#domain/lifecycle/changes'
import {
  changeAmounts,
  deleteRedemption,
  encodeRedemption,
  insertRedemption,
  markReturned,
} from '#store/tables/redemption'
import type { WriterParts } from './writer-parts.ts'

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
