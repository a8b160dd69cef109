import type { MemberRefusal } from '#domain/members/member-refusal'
import type { MemberRow } from '#domain/members/member-texts'
import type { WriteCall } from './lifecycle-store.ts'
import { type MemberSaver, saveWithin } from './save-member.ts'

/** `existing`: the member was known, and the row says nothing new of it. */
export type MemberRowOutcome =
  | Readonly<{ kind: 'created' | 'changed' | 'existing' }>
  | Readonly<{ kind: 'refused'; refusal: MemberRefusal }>

export type MemberImport = WriteCall &
  Readonly<{
    /** 1..200: longer transactions stall the other writers of a cluster. */
    rows: readonly MemberRow[]
  }>

/** Saves the members of rows in one transaction, under a number that is used once. Running it again with other numbers changes nothing. */
export async function importMembers({ lifecycle, request, rows }: MemberImport): Promise<readonly MemberRowOutcome[]> {
  const written = await lifecycle.writeOnce<readonly MemberRowOutcome[], never>(request, async (writer) => {
    const outcomes: MemberRowOutcome[] = []
    for (const row of rows) outcomes.push(await saveRow(writer, row, request.nowMs))
    return { kind: 'done', answer: outcomes }
  })
  if (written.kind !== 'done') throw new RangeError(`the number of an import of members is used: ${written.kind}`)
  return written.answer
}

/** Saves the member of one row, inside a work. */
export async function saveRow(writer: MemberSaver, row: MemberRow, nowMs: number): Promise<MemberRowOutcome> {
  const { phone, cardNo, change } = row
  const saved = await saveWithin(
    writer,
    { naming: { phone, cardNo }, change, mayShare: false, keepsConsent: true },
    nowMs,
  )
  if (saved.kind === 'refused') return saved
  const { isCreated, isChanged } = saved.answer
  return { kind: isCreated ? 'created' : isChanged ? 'changed' : 'existing' }
}
