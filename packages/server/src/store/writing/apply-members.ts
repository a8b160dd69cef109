import type { ChangeKinds } from '#domain/lifecycle/changes'
import type { ExportedMember, MemberChanges, MemberErasure, MemberPairMerge } from '#domain/lifecycle/member-changes'
import { memberId } from '#domain/members/member'
import { changeMember } from './change-member.ts'
import { eraseMember } from './erase-member.ts'
import { forgetUsageOfPhones } from './forget-usage.ts'
import { appendMemberEvent, touchMember } from './member-events.ts'
import { mergeMemberRows } from './merge-member-rows.ts'
import { storeIdentityChanges } from './store-identities.ts'
import { undoMerge } from './undo-merge.ts'
import { type Appliers, oneByOne, type WriterParts } from './writer-parts.ts'

/** Writes what acts change of members. */
export const memberAppliers: Pick<Appliers, keyof MemberChanges> = {
  memberChanged: oneByOne((parts, { member, changes, reason }) => changeMember(parts, member, { changes, reason })),
  memberTouched: oneByOne(touchMember),
  membersMerged: oneByOne(mergeMembers),
  mergeUndone: oneByOne((parts, { merge, reason }) => undoMerge(parts, merge, reason)),
  memberErased: oneByOne(erase),
  memberExported: oneByOne(recordExport),
}

async function mergeMembers(parts: WriterParts, { from, into, mergeId, reason }: MemberPairMerge): Promise<void> {
  const pair = { from: from.memberNo, into: into.memberNo, phoneRefs: [], cardRefs: [] }
  expectNumber(await mergeMemberRows(parts, pair, reason), mergeId)
  const phoneRefs = [...from.phones, ...into.phones].map(({ phoneRef }) => phoneRef)
  await forgetUsageOfPhones(parts.unit, parts.origin.sellerId, phoneRefs)
}

/** The intention to erase comes first: whatever is interrupted from here on, the keys can be destroyed. */
async function erase(parts: WriterParts, erasure: MemberErasure): Promise<void> {
  const { sellerId, atMs } = parts.origin
  await parts.memberKeys.intendErasure({ sellerId, memberNos: erasure.memberNos }, atMs)
  await eraseMember(parts, erasure)
}

async function recordExport(parts: WriterParts, { memberNo, eventSeq }: ExportedMember): Promise<void> {
  const after = JSON.stringify({ member_id: memberId(memberNo) })
  const written = appendMemberEvent(parts, { kind: 'exported', memberNos: [memberNo], textOf: () => after })
  expectNumber(String(written), String(eventSeq))
  await touchMember(parts, memberNo)
}

/** An act answers with the number of its event before the event is written. */
function expectNumber(written: string, answered: string): void {
  if (written !== answered) throw new Error(`an event got the number ${written}, but was announced as ${answered}`)
}

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
