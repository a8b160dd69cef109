import type { SqlRow } from '#database/sql-engine'
import type { Statement } from '#database/statement'
import { allInList } from '#database/table'
import type { MemberErasure } from '#domain/lifecycle/member-changes'
import { type MemberNumber, memberId } from '#domain/members/member'
import type { MemberMerge } from '#domain/members/member-store'
import { findCardsOfMember, findMemberCards, memberCardOfRow, sealedCards } from '#store/tables/member-card'
import {
  findMemberMerges,
  formerProfileOfRow,
  memberMergeOfRow,
  mergeWithoutProfile,
  removeMergeProfile,
} from '#store/tables/member-merge'
import { findMemberPhones, memberPhoneOfRow, sealedPhones } from '#store/tables/member-phone'
import {
  deletePhoneMember,
  findMembersOfPhones,
  findPhonesOfMember,
  phoneMemberOfRow,
} from '#store/tables/phone-member'
import type { SealedStatements } from '#store/tables/sealed-statements'
import { keyOfStore } from '#store/tables/sealed-text'
import { eraseTexts } from './erase-texts.ts'
import { forgetUsageOf, forgetUsageOfPhones } from './forget-usage.ts'
import { appendMemberEvent } from './member-events.ts'
import { changeMemberRow } from './merge-member-rows.ts'
import type { MemberWriterParts } from './shared-parts.ts'
import { sealedReason } from './stored-forms.ts'

/**
 * Empties every row that tells who members are, and appends an event `member_erased`. Their coupons keep the numbers of phones and
 * cards. A phone that somebody else holds stays, under that one's key. Texts and coupons of a member have no bound: they are worked off
 * under the lock of the seller. The caller has recorded which members are to be erased, and destroys their keys after the commit.
 */
export async function eraseMember(
  parts: MemberWriterParts,
  { memberNos, merges, reason: given }: MemberErasure,
): Promise<void> {
  const { unit, head, origin } = parts
  const { sellerId } = origin
  const erased: Erased = { memberNos: new Set(memberNos), merges }
  const { heldRefs, sharedRefs } = await erasePhones(parts, erased)
  const cardRefsOfOthers = await eraseCards(parts, erased)
  await eraseTexts(parts, { memberNos: erased.memberNos, phoneRefs: sharedRefs, cardRefs: cardRefsOfOthers })
  await eraseMergedProfiles(parts, erased)
  for (const one of memberNos) {
    await changeMemberRow(parts, one, () => ({ state: { kind: 'erased' }, profileSealed: undefined }))
  }
  await forgetUsageOf(unit, sellerId, { memberNos, phoneRefs: heldRefs })
  await forgetUsageOfPhones(unit, sellerId, heldRefs)
  // The reason stays, though the member does not.
  const reason = await sealedReason(parts, given, keyOfStore)
  const [member, ...merged] = memberNos.map(memberId)
  appendMemberEvent(parts, {
    kind: 'member_erased',
    memberNos,
    textOf: () => JSON.stringify({ member_id: member, merged: merged.length > 0 ? merged : undefined, reason }),
  })
  head.raiseIdentityVersion()
}

type Erased = Readonly<{ memberNos: ReadonlySet<MemberNumber>; merges: readonly MemberMerge[] }>

/** The references of the phones that were held, and of those that others hold too. */
type ErasedPhones = Readonly<{ heldRefs: readonly number[]; sharedRefs: readonly number[] }>

async function erasePhones(parts: MemberWriterParts, { memberNos, merges }: Erased): Promise<ErasedPhones> {
  const { unit, head, identifiers, origin } = parts
  const { sellerId } = origin
  const links: SqlRow[] = []
  for (const memberNo of memberNos) links.push(...(await unit.all(findPhonesOfMember({ sellerId, memberNo }))))
  for (const link of links) {
    const { phoneRef, memberNo } = phoneMemberOfRow(link)
    await unit.run(deletePhoneMember({ sellerId, phoneRef, memberNo }))
  }
  head.changeMemberRows([], [{ table: 'phone_member', rows: links }])
  const heldRefs = new Set(links.map((link) => phoneMemberOfRow(link).phoneRef))
  const refs = [...new Set([...heldRefs, ...merges.flatMap(({ phoneRefs }) => phoneRefs)])]
  const firstMembers = new Map<number, number>()
  for (const row of await rowsOf(parts, findMembersOfPhones, refs)) {
    const { phoneRef, memberNo } = phoneMemberOfRow(row)
    firstMembers.set(phoneRef, Math.min(memberNo, firstMembers.get(phoneRef) ?? memberNo))
  }
  const rows = await rowsOf(parts, findMemberPhones, refs)
  const open = await identifiers.opener(
    'phone',
    sellerId,
    rows.map((row) => memberPhoneOfRow(row).keyNo),
  )
  for (const row of rows) {
    const { ref, keyNo, sealed } = memberPhoneOfRow(row)
    const member = firstMembers.get(ref)
    const isOurs = memberNos.has(keyNo)
    if (member === undefined ? !heldRefs.has(ref) && !isOurs : !isOurs) continue
    const text = member === undefined ? undefined : sealed && open(sealed, { ref, keyNo })
    const kept = member === undefined || text === undefined ? undefined : { text, ref, keyNo: member }
    await changeSeal(parts, { ...sealedPhones, table: 'member_phone', kind: 'phone' }, { row, kept })
  }
  return { heldRefs: [...heldRefs], sharedRefs: [...firstMembers.keys()] }
}

/**
 * Cards of others that are still under a key of the erased members, since a merge was undone, get that of their member.
 * @returns the references of cards that were theirs for a time
 */
async function eraseCards(parts: MemberWriterParts, { memberNos, merges }: Erased): Promise<readonly number[]> {
  const { unit, identifiers, origin } = parts
  const { sellerId } = origin
  const rows: SqlRow[] = []
  for (const memberNo of memberNos) rows.push(...(await unit.all(findCardsOfMember({ sellerId, memberNo }))))
  const own = new Set(rows.map((row) => memberCardOfRow(row).ref))
  const brought = [...new Set(merges.flatMap(({ cardRefs }) => cardRefs))].filter((ref) => !own.has(ref))
  const others = (await rowsOf(parts, findMemberCards, brought)).filter((row) =>
    memberNos.has(memberCardOfRow(row).keyNo),
  )
  const open = await identifiers.opener(
    'card',
    sellerId,
    others.map((row) => memberCardOfRow(row).keyNo),
  )
  for (const row of [...rows, ...others]) {
    const { ref, keyNo, sealed, memberNo } = memberCardOfRow(row)
    const text = own.has(ref) ? undefined : sealed && open(sealed, { ref, keyNo })
    const kept = text === undefined ? undefined : { text, ref, keyNo: memberNo }
    await changeSeal(parts, { ...sealedCards, table: 'member_card', kind: 'card' }, { row, kept })
  }
  return brought
}

type SealedTable = SealedStatements & Readonly<{ table: 'member_phone' | 'member_card'; kind: 'phone' | 'card' }>

/** Empties a row, or seals what is kept in it under the key of another member. */
async function changeSeal(
  { unit, head, identifiers, origin }: MemberWriterParts,
  { table, kind, emptied, sealedAnew, setSeal }: SealedTable,
  { row, kept }: Readonly<{ row: SqlRow; kept: Readonly<{ text: string; ref: number; keyNo: number }> | undefined }>,
): Promise<void> {
  const owner = { sellerId: origin.sellerId, keys: head.keys }
  const [sealed] = kept === undefined ? [] : await identifiers.sealAll(kind, owner, [kept])
  const changed = kept === undefined ? emptied(row) : sealedAnew(row, sealed, kept.keyNo)
  await unit.run(setSeal(changed))
  head.changeMemberRows([{ table, rows: [changed] }], [{ table, rows: [row] }])
}

/** Merges keep the former profile of the member that stayed. */
async function eraseMergedProfiles(
  { unit, head, origin }: MemberWriterParts,
  { memberNos, merges }: Erased,
): Promise<void> {
  const { sellerId } = origin
  const mergeIds = merges.filter(({ into }) => memberNos.has(into)).map(({ mergeId }) => mergeId)
  for (const row of await allInList(unit, findMemberMerges, { sellerId, mergeIds })) {
    if (formerProfileOfRow(row) === undefined) continue
    await unit.run(removeMergeProfile({ sellerId, mergeId: memberMergeOfRow(row).mergeId }))
    const changed = mergeWithoutProfile(row)
    head.changeMemberRows([{ table: 'member_merge', rows: [changed] }], [{ table: 'member_merge', rows: [row] }])
  }
}

type OfRefs = Readonly<{ sellerId: string; refs: readonly number[] }>

function rowsOf(
  { unit, origin }: MemberWriterParts,
  statement: Statement<OfRefs>,
  refs: readonly number[],
): Promise<readonly SqlRow[]> {
  return allInList(unit, statement, { sellerId: origin.sellerId, refs })
}
