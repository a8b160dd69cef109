import type { Change, ChangeKind } from '#domain/lifecycle/changes'
import { issueAppliers } from './apply-issues.ts'
import { jobAppliers } from './apply-jobs.ts'
import { applyIdentityChanges, memberAppliers } from './apply-members.ts'
import { applySavedOrder } from './apply-order.ts'
import { sellerAppliers } from './apply-seller.ts'
import { sharedAppliers } from './apply-shared.ts'
import { applyChangedAmounts, applyNewRedemptions, applyReplaced, applyReturned, applySteps } from './apply-steps.ts'
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
