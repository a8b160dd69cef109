import type { SqlRow, SqlValue } from '#database/sql-engine'
import { memberId } from '#domain/members/member'
import type { MemberMerge } from '#domain/members/member-store'
import { profileHash } from '#store/members/sealed-contents'
import { cardOfOther, findCardsOfMember, giveCard, memberCardOfRow } from '#store/tables/member-card'
import {
  type BroughtPhone,
  broughtOfRow,
  findMemberMerge,
  formerProfileOfRow,
  markMergeUndone,
  undoneMerge,
} from '#store/tables/member-merge'
import {
  deletePhoneMember,
  findPhonesOfMember,
  heldByOther,
  heldInState,
  insertPhoneMember,
  phoneMemberOfRow,
} from '#store/tables/phone-member'
import { forgetUsageOf, forgetUsageOfPhones } from './forget-usage.ts'
import { appendMemberEvent } from './member-events.ts'
import { changeMemberRow } from './merge-member-rows.ts'
import type { MemberWriterParts } from './shared-parts.ts'
import { sealedReason } from './stored-forms.ts'

/**
 * Gives a merged member back what it brought and the other still has, and appends an event `member_unmerged`. The other gets
 * its former profile back, unless that was changed since.
 */
export async function undoMerge(
  parts: MemberWriterParts,
  merge: MemberMerge,
  given: string | undefined,
): Promise<void> {
  const { unit, head, origin } = parts
  const { sellerId, atMs } = origin
  const { mergeId, from, into } = merge
  const row = await unit.one(findMemberMerge({ sellerId, mergeId }))
  if (row === undefined) throw new RangeError('there is no such merge')
  const { phones, cards, profileHash: joinedHash } = broughtOfRow(row)
  await returnPhones(parts, merge, phones)
  await returnCards(parts, merge, new Set(cards))
  await changeMemberRow(parts, from, (member) => ({ ...member, state: { kind: 'active' } }))
  await changeMemberRow(parts, into, (member) => {
    const { profileSealed } = member
    const isUnchanged = profileSealed !== undefined && profileHash(profileSealed) === joinedHash
    return isUnchanged ? { ...member, profileSealed: formerProfileOfRow(row) } : member
  })
  await unit.updateOne(markMergeUndone({ undoneAtMs: atMs, sellerId, mergeId }), 'the merge was undone by another call')
  const undone = undoneMerge(row, atMs)
  head.changeMemberRows([{ table: 'member_merge', rows: [undone] }], [{ table: 'member_merge', rows: [row] }])
  const reason = await sealedReason(parts, given, into)
  appendMemberEvent(parts, {
    kind: 'member_unmerged',
    memberNos: [from, into],
    textOf: () => JSON.stringify({ merge_id: mergeId, from: memberId(from), into: memberId(into), reason }),
  })
  await forgetUsageOf(unit, sellerId, { memberNos: [from, into], phoneRefs: [] })
  await forgetUsageOfPhones(
    unit,
    sellerId,
    phones.map(({ ref }) => ref),
  )
  head.raiseIdentityVersion()
}

async function returnPhones(
  { unit, head, origin }: MemberWriterParts,
  { from, into }: MemberMerge,
  phones: readonly BroughtPhone[],
): Promise<void> {
  const { sellerId } = origin
  const brought = new Map(phones.map((phone) => [phone.ref, phone]))
  const rows = await unit.all(findPhonesOfMember({ sellerId, memberNo: into }))
  const removed: SqlRow[] = []
  const added: (readonly SqlValue[])[] = []
  for (const row of rows) {
    const { phoneRef } = phoneMemberOfRow(row)
    const phone = brought.get(phoneRef)
    if (phone === undefined) continue
    await unit.run(deletePhoneMember({ sellerId, phoneRef, memberNo: into }))
    removed.push(row)
    added.push(...returned(row, phone, from))
  }
  unit.insert(insertPhoneMember.text, added)
  head.changeMemberRows([{ table: 'phone_member', rows: added }], [{ table: 'phone_member', rows: removed }])
}

/** A phone whose state was changed after the merge keeps it, with both members if both held it. */
function returned(
  row: SqlRow,
  { from: mine, into: theirs }: BroughtPhone,
  from: number,
): readonly (readonly SqlValue[])[] {
  if (mine === undefined || theirs === undefined) return [heldByOther(row, from)]
  const now = phoneMemberOfRow(row)
  const isUnchanged = [mine, theirs].some(({ state, sinceMs }) => state === now.state && sinceMs === now.sinceMs)
  if (!isUnchanged) return [row, heldByOther(row, from)]
  return [heldInState(row, theirs), heldByOther(heldInState(row, mine), from)]
}

async function returnCards(
  { unit, head, origin }: MemberWriterParts,
  { from, into }: MemberMerge,
  brought: ReadonlySet<number>,
): Promise<void> {
  const ofInto = await unit.all(findCardsOfMember({ sellerId: origin.sellerId, memberNo: into }))
  const rows = ofInto.filter((row) => brought.has(memberCardOfRow(row).ref))
  for (const row of rows)
    await unit.run(giveCard({ memberNo: from, sellerId: origin.sellerId, cardRef: memberCardOfRow(row).ref }))
  const returned = rows.map((row) => cardOfOther(row, from))
  head.changeMemberRows([{ table: 'member_card', rows: returned }], [{ table: 'member_card', rows }])
}
