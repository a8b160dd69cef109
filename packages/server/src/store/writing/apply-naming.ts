import type { ChangeKinds } from '#domain/lifecycle/changes'
import { storeNaming } from './store-naming.ts'
import type { WriterParts } from './writer-parts.ts'

/** Writes phones, cards and members after identity resolution. */
export async function applyNaming(parts: WriterParts, to: readonly ChangeKinds['naming'][]): Promise<void> {
  for (const { memberNos, changes } of to) {
    parts.forms.owner.concernMembers(memberNos)
    await storeNaming(parts, changes)
  }
}
