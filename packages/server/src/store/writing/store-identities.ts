import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { Statement } from '#database/statement'
import { allInList, listsOf } from '#database/table'
import { type IdentityChanges, writesIdentities } from '#domain/members/identity-resolution'
import { lookupOf } from '#store/members/identifiers'
import { cardCounter, memberCounter, phoneCounter } from '#store/tables/counter'
import { identifierStateCodes } from '#store/tables/identifier-state'
import { insertMember, memberStateCodes } from '#store/tables/member'
import { findMemberCards, insertMemberCard, markCardUnlinked, unlinkedCard } from '#store/tables/member-card'
import {
  findMemberPhones,
  insertMemberPhone,
  markPhoneUnlinked,
  releasedPhone,
  releasePhone,
  unlinkedPhone,
} from '#store/tables/member-phone'
import { insertPhoneMember } from '#store/tables/phone-member'
import { forgetUsageOf } from './forget-usage.ts'
import { mergeMemberRows } from './merge-member-rows.ts'
import { replaceRenewed } from './renew-phone.ts'
import type { MemberWriterParts } from './shared-parts.ts'
import { takeNumbers } from './take-numbers.ts'

/** Sealing a thousand takes longer than other calls should wait. */
const sealedAtOnce = 250

/** Stores the changes of identity resolution. */
export async function storeIdentityChanges(parts: MemberWriterParts, changes: IdentityChanges): Promise<void> {
  if (!writesIdentities(changes)) return
  const { head } = parts
  await replaceRenewed(parts, changes.renewedPhones)
  await changeRows(parts, changes.releasedPhoneRefs, phoneReleases)
  await takeNumbersFor(parts, changes)
  insertRows(parts, 'member', insertMember.text, changes.newMemberNos.map(memberRow(parts)))
  await inLists(parts, changes.newPhones, insertPhones)
  const members = changes.newPhoneMembers.map(({ phoneRef, memberNo }) => phoneMemberRow(parts, phoneRef, memberNo))
  insertRows(parts, 'phone_member', insertPhoneMember.text, members)
  await inLists(parts, changes.newCards, insertCards)
  await changeRows(parts, changes.unlinkedPhoneRefs, unlinkedPhones)
  await changeRows(parts, changes.unlinkedCardRefs, unlinkedCards)
  for (const merged of changes.merged) await mergeMemberRows(parts, merged, 'named together')
  const phoneRefs = changes.newPhoneMembers.map(({ phoneRef }) => phoneRef)
  await forgetUsageOf(parts.unit, parts.origin.sellerId, { memberNos: changes.changedMemberNos, phoneRefs })
  if (changes.isIdentityChanged) head.raiseIdentityVersion()
}

/** Lets other calls in between lists. */
async function inLists<Item>(
  parts: MemberWriterParts,
  items: readonly Item[],
  insert: (parts: MemberWriterParts, list: readonly Item[]) => Promise<void>,
): Promise<void> {
  for (const [place, list] of listsOf(items, sealedAtOnce).entries()) {
    if (place > 0) await parts.unit.flush()
    await insert(parts, list)
  }
}

/** How rows of one table change: each is read, so that the sum of the head follows. */
type RowChange = Readonly<{
  table: 'member_phone' | 'member_card'
  find: Statement<Readonly<{ sellerId: string; refs: readonly number[] }>>
  update: Statement<Readonly<{ sellerId: string; ref: number }>>
  changed: (row: SqlRow) => readonly SqlValue[]
}>

const phoneReleases: RowChange = {
  table: 'member_phone',
  find: findMemberPhones,
  update: releasePhone,
  changed: releasedPhone,
}
const unlinkedPhones: RowChange = {
  table: 'member_phone',
  find: findMemberPhones,
  update: markPhoneUnlinked,
  changed: unlinkedPhone,
}
const unlinkedCards: RowChange = {
  table: 'member_card',
  find: findMemberCards,
  update: markCardUnlinked,
  changed: unlinkedCard,
}

async function changeRows(
  { unit, head, origin }: MemberWriterParts,
  refs: readonly number[],
  { table, find, update, changed }: RowChange,
): Promise<void> {
  for (const list of listsOf(refs)) {
    const rows = await allInList(unit, find, { sellerId: origin.sellerId, refs: list })
    head.changeMemberRows([{ table, rows: rows.map(changed) }], [{ table, rows }])
  }
  for (const ref of refs) await unit.run(update({ sellerId: origin.sellerId, ref }))
}

async function takeNumbersFor(
  { unit, origin }: MemberWriterParts,
  { newPhones, newCards, newMemberNos }: IdentityChanges,
): Promise<void> {
  const taken = [
    [phoneCounter, newPhones.length],
    [cardCounter, newCards.length],
    [memberCounter, newMemberNos.length],
  ] as const
  for (const [name, count] of taken) {
    if (count > 0) await takeNumbers(unit, { sellerId: origin.sellerId, name }, count)
  }
}

function insertRows(
  { unit, head }: MemberWriterParts,
  table: string,
  text: string,
  rows: readonly (readonly SqlValue[])[],
): void {
  if (rows.length === 0) return
  unit.insert(text, rows)
  head.changeMemberRows([{ table, rows }])
}

/** The row of a new member. */
export function memberRow({ origin }: Pick<MemberWriterParts, 'origin'>): (memberNo: number) => readonly SqlValue[] {
  return (memberNo) =>
    insertMember.encode({
      seller_id: origin.sellerId,
      member_no: memberNo,
      state: memberStateCodes.active,
      merged_into: undefined,
      profile_sealed: undefined,
      created_at_ms: origin.atMs,
      changed_at_ms: origin.atMs,
      version: 1,
    })
}

/** The row of a new member of a phone. */
export function phoneMemberRow(
  { origin }: Pick<MemberWriterParts, 'origin'>,
  phoneRef: number,
  memberNo: number,
): readonly SqlValue[] {
  return insertPhoneMember.encode({
    seller_id: origin.sellerId,
    phone_ref: phoneRef,
    member_no: memberNo,
    state: identifierStateCodes.active,
    since_ms: origin.atMs,
  })
}

async function insertPhones(parts: MemberWriterParts, phones: IdentityChanges['newPhones']): Promise<void> {
  const { identifiers, origin, head } = parts
  const { sellerId } = origin
  const { keys } = head
  const places = phones.map(({ phone, phoneRef, members }) => {
    return { text: phone, ref: phoneRef, keyNo: members.at(0)?.memberNo ?? 0 }
  })
  const sealed = await identifiers.sealAll('phone', { sellerId, keys }, places)
  const rows = phones.map(({ phone, phoneRef, isUnlinked }, place) =>
    insertMemberPhone.encode({
      seller_id: sellerId,
      phone_ref: phoneRef,
      phone_lookup: lookupOf(keys, 'phone', { sellerId, text: phone }),
      phone_sealed: sealed[place],
      key_no: places[place]?.keyNo,
      is_alone: isUnlinked ? 1 : 0,
    }),
  )
  const members = phones.flatMap(({ phoneRef, members: held }) =>
    held.map(({ memberNo }) => phoneMemberRow(parts, phoneRef, memberNo)),
  )
  insertRows(parts, 'member_phone', insertMemberPhone.text, rows)
  insertRows(parts, 'phone_member', insertPhoneMember.text, members)
}

async function insertCards(parts: MemberWriterParts, cards: IdentityChanges['newCards']): Promise<void> {
  const { identifiers, origin, head } = parts
  const { sellerId } = origin
  const { keys } = head
  const places = cards.map(({ cardNo, cardRef, memberNo }) => ({ text: cardNo, ref: cardRef, keyNo: memberNo }))
  const sealed = await identifiers.sealAll('card', { sellerId, keys }, places)
  const rows = cards.map(({ cardNo, cardRef, memberNo, state, homePhoneRef, isUnlinked }, place) =>
    insertMemberCard.encode({
      seller_id: sellerId,
      card_ref: cardRef,
      card_lookup: lookupOf(keys, 'card', { sellerId, text: cardNo }),
      card_sealed: sealed[place],
      key_no: memberNo,
      member_no: memberNo,
      state: identifierStateCodes[state],
      since_ms: origin.atMs,
      home_phone_ref: homePhoneRef,
      is_alone: isUnlinked ? 1 : 0,
    }),
  )
  insertRows(parts, 'member_card', insertMemberCard.text, rows)
}
