import type { ProfileChange } from '#domain/members/change-profile'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { LifecycleStore, WriteRequest } from './lifecycle-store.ts'
import { saveWithin } from './save-member.ts'

/** A row of a file of members. What it does not say stays as it is. */
export type MemberRow = Readonly<{
  phone: string | undefined
  cardNo: string | undefined
  change: ProfileChange
}>

/** `existing`: the member was known, whether or not the row changed it. */
export type MemberRowOutcome =
  | Readonly<{ kind: 'created' | 'existing' }>
  | Readonly<{ kind: 'refused'; refusal: MemberRefusal }>

export type MemberImport = Readonly<{
  lifecycle: LifecycleStore
  /** Of all rows; its number is used once. */
  request: WriteRequest
  /** 1..200: longer transactions stall the other writers of a cluster. */
  rows: readonly MemberRow[]
}>

/** Saves the members of rows in one transaction. Running it again with other numbers changes nothing. */
export async function importMembers({ lifecycle, request, rows }: MemberImport): Promise<readonly MemberRowOutcome[]> {
  const written = await lifecycle.writeOnce<readonly MemberRowOutcome[], never>(request, async (writer) => {
    const outcomes: MemberRowOutcome[] = []
    for (const { phone, cardNo, change } of rows) {
      const saving = { naming: { phone, cardNo }, change, mayShare: false, keepsConsent: true }
      const saved = await saveWithin(writer, saving, request.nowMs)
      outcomes.push(saved.kind === 'refused' ? saved : { kind: saved.answer.isCreated ? 'created' : 'existing' })
    }
    return { kind: 'done', answer: outcomes }
  })
  if (written.kind !== 'done') throw new RangeError(`the number of an import of members is used: ${written.kind}`)
  return written.answer
}
