import type { ChangeKinds } from '#domain/lifecycle/changes'
import { storeIdentityChanges } from './store-identities.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes phones, cards and members after identity resolution. */
export async function applyIdentityChanges(
  parts: WriterParts,
  to: readonly ChangeKinds['identitiesChanged'][],
): Promise<void> {
  for (const { memberNos, changes } of to) {
    parts.forms.owner.concernMembers(memberNos)
    await storeIdentityChanges(parts, changes)
  }
}
