import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { IssueChanges } from '#domain/lifecycle/issue-changes'
import { countCells, insertUsage, keyOfCounted, stocksOf, usagesOf } from '#store/tables/claim-counters'
import { type Appliers, oneByOne } from './appliers.ts'
import { forgetUsageOf } from './forget-usage.ts'
import { insertDrafts } from './insert-drafts.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes what acts change by issuing coupons. */
export const issueAppliers: Pick<Appliers, keyof IssueChanges> = {
  issued: oneByOne(insertDrafts),
  counted: oneByOne(count),
  phoneClaimed: oneByOne(forgetFormerMembers),
}

async function count(
  { unit, origin }: WriterParts,
  { couponId, by, count: counted, isNew }: ChangeKinds['counted'],
): Promise<void> {
  const { sellerId } = origin
  const lost = 'the claims were counted by another call'
  const cells = countCells(counted)
  if (by.kind === 'template') return unit.updateRead(stocksOf(sellerId), { ...cells, coupon_id: couponId }, lost)
  const usage = { ...cells, member_key: keyOfCounted(by) }
  if (!isNew) return unit.updateRead(usagesOf({ sellerId, couponId }), usage, lost)
  unit.insert(insertUsage, [insertUsage.encode({ seller_id: sellerId, coupon_id: couponId, ...usage })])
}

/** Coupons of a phone are also those of the members that held it, whose limits a claim by it need not fit. */
function forgetFormerMembers(
  { unit, origin }: WriterParts,
  { formerMembers }: ChangeKinds['phoneClaimed'],
): Promise<void> {
  return forgetUsageOf(unit, origin.sellerId, { memberNos: formerMembers, phoneRefs: [] })
}
