import type { SqlRow, SqlValue } from '#database/sql-engine'
import { mergedProfile } from '#domain/members/change-profile'
import type { MergedPair } from '#domain/members/identity-resolution'
import { emptyProfile, type MemberNumber, memberId } from '#domain/members/member'
import { profileHash, profilesOf, sealedProfile } from '#store/members/sealed-contents'
import { changedMember, changeMember, findMember, type MemberRowChange, memberOfRow } from '#store/tables/member'
import { cardOfOther, findCardsOfMember, giveCard, memberCardOfRow } from '#store/tables/member-card'
import { type Brought, type BroughtPhone, insertMemberMerge } from '#store/tables/member-merge'
import {
  deletePhoneMember,
  findPhonesOfMember,
  heldByOther,
  insertPhoneMember,
  type PhoneMember,
  phoneMemberOfRow,
} from '#store/tables/phone-member'
import { forgetUsageOf } from './forget-usage.ts'
import { appendMemberEvent } from './member-events.ts'
import type { MemberWriterParts } from './shared-parts.ts'
import { sealedReason } from './stored-forms.ts'

/**
 * Makes all phones and cards of one member those of another, fills in what the other's profile lacks, and appends an event
 * `member_merged`.
 * @returns the id of the merge: the number of its event
 */
export async function mergeMemberRows(
  parts: MemberWriterParts,
  { from, into, phoneRefs, cardRefs }: MergedPair,
  given: string | undefined,
): Promise<string> {
  const { unit, head, origin } = parts
  const { sellerId, atMs } = origin
  const phones = await movePhones(parts, { from, into })
  const cards = await moveCards(parts, { from, into })
  const moved = new Set(phones.map(({ ref }) => ref))
  const profiles = await mergeProfiles(parts, { from, into })
  const brought: Brought = {
    phones: [...phones, ...phoneRefs.filter((ref) => !moved.has(ref)).map((ref) => ({ ref }))],
    cards: [...new Set([...cards, ...cardRefs])],
    ...(profiles && { profileHash: profileHash(profiles.merged) }),
  }
  await changeMemberRow(parts, from, (member) => ({ ...member, state: { kind: 'merged', into } }))
  await changeMemberRow(parts, into, (member) => (profiles ? { ...member, profileSealed: profiles.merged } : member))
  await forgetUsageOf(unit, sellerId, { memberNos: [from, into], phoneRefs: brought.phones.map(({ ref }) => ref) })
  const reason = await sealedReason(parts, given, into)
  const eventSeq = appendMemberEvent(parts, {
    kind: 'member_merged',
    memberNos: [from, into],
    textOf: (seq) => JSON.stringify({ merge_id: String(seq), from: memberId(from), into: memberId(into), reason }),
  })
  const mergeId = String(eventSeq)
  const merge = { seller_id: sellerId, merge_id: mergeId, from_no: from, into_no: into, merged_at_ms: atMs }
  const row = insertMemberMerge.encode({
    ...merge,
    undone_at_ms: undefined,
    brought_text: JSON.stringify(brought),
    profile_sealed: profiles?.former,
  })
  unit.insert(insertMemberMerge.text, [row])
  head.changeMemberRows([{ table: 'member_merge', rows: [row] }])
  head.raiseIdentityVersion()
  return mergeId
}

type Pair = Readonly<{ from: MemberNumber; into: MemberNumber }>

/** The profile of the member that stays, sealed: as it was and as it is after the merge. Undefined if it stays as it was. */
async function mergeProfiles(
  { unit, identifiers, origin }: MemberWriterParts,
  { from, into }: Pair,
): Promise<Readonly<{ former: Uint8Array | undefined; merged: Uint8Array }> | undefined> {
  const { sellerId } = origin
  const read = async (memberNo: MemberNumber) => (await unit.all(findMember({ sellerId, memberNo }))).map(memberOfRow)
  const [[stored], [kept]] = [await read(from), await read(into)]
  if (stored?.profileSealed === undefined || kept === undefined) return undefined
  const source = { identifiers, sellerId }
  const [ofFrom = emptyProfile, ofInto = emptyProfile] = await profilesOf(source, [stored, kept])
  const { profile, filled } = mergedProfile(ofFrom, ofInto)
  if (filled.length === 0) return undefined
  return { former: kept.profileSealed, merged: await sealedProfile(source, into, profile) }
}

/** A phone that both hold keeps the state of the one who still uses it. */
async function movePhones(
  { unit, head, origin }: MemberWriterParts,
  { from, into }: Pair,
): Promise<readonly BroughtPhone[]> {
  const { sellerId } = origin
  const rows = await unit.all(findPhonesOfMember({ sellerId, memberNo: from }))
  const held = await unit.all(findPhonesOfMember({ sellerId, memberNo: into }))
  const heldByRef = new Map(held.map((row) => [phoneMemberOfRow(row).phoneRef, row]))
  const brought: BroughtPhone[] = []
  const removed: SqlRow[] = [...rows]
  const added: (readonly SqlValue[])[] = []
  for (const row of rows) {
    const mine = phoneMemberOfRow(row)
    const theirRow = heldByRef.get(mine.phoneRef)
    const theirs = theirRow && phoneMemberOfRow(theirRow)
    brought.push(theirs === undefined ? { ref: mine.phoneRef } : { ref: mine.phoneRef, ...statesOf(mine, theirs) })
    await unit.run(deletePhoneMember({ sellerId, phoneRef: mine.phoneRef, memberNo: from }))
    if (theirRow !== undefined) {
      if (theirs?.state === 'active' || mine.state !== 'active') continue
      await unit.run(deletePhoneMember({ sellerId, phoneRef: mine.phoneRef, memberNo: into }))
      removed.push(theirRow)
    }
    added.push(heldByOther(row, into))
  }
  unit.insert(insertPhoneMember.text, added)
  head.changeMemberRows([{ table: 'phone_member', rows: added }], [{ table: 'phone_member', rows: removed }])
  return brought
}

function statesOf(from: PhoneMember, into: PhoneMember): Omit<BroughtPhone, 'ref'> {
  return { from: { state: from.state, sinceMs: from.sinceMs }, into: { state: into.state, sinceMs: into.sinceMs } }
}

/** @returns their numbers */
async function moveCards({ unit, head, origin }: MemberWriterParts, { from, into }: Pair): Promise<readonly number[]> {
  const rows = await unit.all(findCardsOfMember({ sellerId: origin.sellerId, memberNo: from }))
  const refs = rows.map((row) => memberCardOfRow(row).ref)
  for (const ref of refs) await unit.run(giveCard({ memberNo: into, sellerId: origin.sellerId, cardRef: ref }))
  const moved = rows.map((row) => cardOfOther(row, into))
  head.changeMemberRows([{ table: 'member_card', rows: moved }], [{ table: 'member_card', rows }])
  return refs
}

/**
 * Changes a member's row and raises its version.
 * @throws LostRaceError when the row is not there
 */
export async function changeMemberRow(
  { unit, head, origin }: MemberWriterParts,
  memberNo: MemberNumber,
  change: (member: MemberRowChange) => MemberRowChange,
): Promise<void> {
  const row = await unit.one(findMember({ sellerId: origin.sellerId, memberNo }))
  if (row === undefined) throw new RangeError(`there is no member ${memberNo}`)
  const changed = changedMember(row, change(memberOfRow(row)), origin.atMs)
  await unit.updateOne(changeMember(changed), 'the member was changed by another call')
  head.changeMemberRows([{ table: 'member', rows: [changed] }], [{ table: 'member', rows: [row] }])
}
