import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { IssueChanges } from '#domain/lifecycle/issue-changes'
import { counterOf, keyOfCounted, memberCounters, stockCounters } from '#store/tables/claim-counters'
import { findFormerHolders, formerHolderOfRow } from '#store/tables/phone-member'
import { type Appliers, oneByOne } from './appliers.ts'
import { forgetUsageOf } from './forget-usage.ts'
import { insertDrafts } from './insert-drafts.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes what acts change by issuing coupons. */
export const issueAppliers: Pick<Appliers, keyof IssueChanges> = {
  issued: oneByOne(insertDrafts),
  counted: oneByOne(count),
  phoneClaimed: oneByOne(forgetFormerHolders),
}

async function count(
  { unit, origin }: WriterParts,
  { couponId, by, count: counted, isNew }: ChangeKinds['counted'],
): Promise<void> {
  const ofTemplate = { seller_id: origin.sellerId, coupon_id: couponId }
  const [counters, key] =
    by.kind === 'template'
      ? [stockCounters, ofTemplate]
      : [memberCounters, { ...ofTemplate, member_key: keyOfCounted(by) }]
  const counter = counterOf(key, counted)
  if (isNew) unit.insert(counters.insertion, [counters.insertion.encode(counter)])
  else await unit.updateOne(counters.change(counter), 'the claims were counted by another call')
}

/** Coupons of a phone are also those of the members that held it, whose limits a claim by it need not fit. */
async function forgetFormerHolders(
  { unit, origin }: WriterParts,
  { phoneRef }: ChangeKinds['phoneClaimed'],
): Promise<void> {
  const rows = await unit.all(findFormerHolders({ sellerId: origin.sellerId, phoneRef }))
  await forgetUsageOf(unit, origin.sellerId, { memberNos: rows.map(formerHolderOfRow), phoneRefs: [] })
}
