import type { MemberRefusal } from '#domain/members/member-refusal'
import type { MemberRow } from '#domain/members/member-texts'
import { act, done } from './act.ts'
import type { Change } from './changes.ts'
import { KnownMembers } from './known-members.ts'
import { runAct, type WriteCall } from './lifecycle-store.ts'
import { readNamed } from './save-member.ts'

/** `existing`: the member was known, and the row says nothing new of it. */
export type MemberRowOutcome =
  | Readonly<{ kind: 'created' | 'changed' | 'existing' }>
  | Readonly<{ kind: 'refused'; refusal: MemberRefusal }>

/** 1..200 rows: longer transactions stall the other writers of a cluster. */
type MemberRows = Readonly<{ rows: readonly MemberRow[] }>

/** Saves the members of rows in one transaction, under a number that is used once. Running it again with other numbers changes nothing. */
export async function importMembers(input: WriteCall & MemberRows): Promise<readonly MemberRowOutcome[]> {
  const written = await runAct(saveMemberRows, input)
  if (written.kind !== 'done') throw new RangeError(`the number of an import of members is used: ${written.kind}`)
  return written.answer
}

/** Saves the members of rows, in order: each row sees what those before it changed. The answer has the outcome of each. */
export const saveMemberRows = act({
  runsAlone: true,
  reads: ({ rows }: MemberRows) => readNamed(rows),
  decide({ input: { rows }, found: { known, members }, nowMs }) {
    const all = new KnownMembers(known.free)
    all.add(known, members.byNo.values())
    const saved = rows.map((row) => saveRow(all, row, nowMs))
    return done(
      saved.map(({ outcome }) => outcome),
      saved.flatMap(({ changes }) => changes),
    )
  },
})

type SavedRow = Readonly<{ outcome: MemberRowOutcome; changes: readonly Change[] }>

/** Saves the member of one row. */
export function saveRow(known: KnownMembers, { phone, cardNo, change }: MemberRow, nowMs: number): SavedRow {
  const saved = known.save({ selector: { phone, cardNo }, change, mayShare: false, keepsConsent: true }, nowMs)
  if (saved.kind === 'refused') return { outcome: saved, changes: [] }
  const { isCreated, isChanged } = saved.answer
  return { outcome: { kind: isCreated ? 'created' : isChanged ? 'changed' : 'existing' }, changes: saved.changes }
}
