import { forList, listsOf } from '#database/in-list'
import type { UnitOfWork } from '#database/unit-of-work'
import { textCounter, touchCounter } from '#store/tables/counter'
import { lockCoupons } from '#store/tables/coupon-steps'
import { waitForEventHead } from '#store/tables/event-head'
import type { SeenCoupons } from './seen-coupons.ts'

/**
 * Waits for the works that a work lost races against, and keeps others waiting until it ends. Every write of a seller locks the head of its
 * events before it commits, so nothing of the seller changes between the reads of this work and its writes. The rows are locked in the order
 * in which every work locks them, so that works wait in a queue, not for each other. Call it before the first read.
 */
export async function waitForRivals(
  unit: UnitOfWork,
  { sellerId }: Readonly<{ sellerId: string }>,
  seen: SeenCoupons,
): Promise<void> {
  await unit.lock(touchCounter, [sellerId, textCounter])
  for (const list of listsOf(seen.seqs.toSorted((left, right) => left - right))) {
    await unit.lock(...forList(lockCoupons, { before: [sellerId], list }))
  }
  await unit.lock(waitForEventHead, [sellerId])
}
