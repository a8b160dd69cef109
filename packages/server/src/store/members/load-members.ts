import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import { type FoundMembers, type MemberKeys, oneOrNone } from '#domain/members/find-member'
import type { Named } from '#domain/members/identity-resolution'
import { emptyProfile, type HeldCard, type HeldPhone, type Member, type MemberNumber } from '#domain/members/member'
import { findMembers, memberOfRow, type StoredMember } from '#store/tables/member'
import { findCardsOfMembers, findKnownCards, knownCardOfRow, memberCardOfRow } from '#store/tables/member-card'
import { findHeldPhones, heldPhoneOfRow } from '#store/tables/member-phone'
import { findPhonesOfMembers, phoneMemberOfRow } from '#store/tables/phone-member'
import type { Identifiers } from './identifiers.ts'
import { lookUp } from './load-identities.ts'
import { profilesOf } from './sealed-contents.ts'

export type MemberSource = Readonly<{ reader: SqlReader; identifiers: Identifiers; sellerId: string }>

/** Members by their numbers, in that order, with profiles, phones and cards. Numbers that were never given are left out. */
export async function loadMembers(
  source: MemberSource,
  memberNos: readonly MemberNumber[],
): Promise<readonly Member[]> {
  const rows = await allInList(source.reader, findMembers, { sellerId: source.sellerId, memberNos })
  return withHoldings(source, rows.map(memberOfRow))
}

/** Stored members in order of their numbers, with profiles, phones and cards. */
export async function withHoldings(source: MemberSource, stored: readonly StoredMember[]): Promise<readonly Member[]> {
  const memberNos = stored.map(({ memberNo }) => memberNo)
  const phones = await loadPhones(source, memberNos)
  // Rows of cards keep the member who was erased, and another program may have opened them before.
  const owners = stored.filter(({ state }) => state.kind !== 'erased').map(({ memberNo }) => memberNo)
  const cards = await loadCards(source, owners)
  const profiles = await profilesOf(source, stored)
  return stored
    .map((member, place) => ({
      memberNo: member.memberNo,
      state: member.state,
      profile: profiles[place] ?? emptyProfile,
      phones: phones.get(member.memberNo) ?? [],
      cards: cards.get(member.memberNo) ?? [],
      createdAtMs: member.createdAtMs,
      version: member.version,
    }))
    .toSorted((left, right) => left.memberNo - right.memberNo)
}

/** Members that hold or held a phone, or whose card it is, in order of their numbers. @param named one of the two */
export async function loadMembersNamed(source: MemberSource, { phone, cardNo }: Named): Promise<readonly Member[]> {
  const ofPhone = (await findMembersOfPhones(source, oneOrNone(phone))).values()
  const ofCard = (await findOwners(source, oneOrNone(cardNo))).values()
  return loadMembers(source, [...new Set([...[...ofPhone].flat(), ...ofCard])])
}

/** Members by numbers, phones and cards, with those that merged ones were merged into. */
export async function lookUpMembers(source: MemberSource, keys: MemberKeys): Promise<FoundMembers> {
  const { memberNos = [], phones = [], cards = [] } = keys
  const ofPhones = await findMembersOfPhones(source, phones)
  const ofCards = await findOwners(source, cards)
  const all = [...memberNos, ...[...ofPhones.values()].flat(), ...ofCards.values()]
  const byNo = new Map<MemberNumber, Member>()
  for (let next = [...new Set(all)]; next.length > 0; next = unreadEnds(byNo)) {
    const members = await loadMembers(source, next)
    for (const member of members) byNo.set(member.memberNo, member)
    // Numbers that were never given lead nowhere.
    if (members.length === 0) break
  }
  const membersOf = (numbers: readonly MemberNumber[]) => numbers.flatMap((memberNo) => byNo.get(memberNo) ?? [])
  const byPhone = [...ofPhones].map(([phone, memberNos]) => [phone, membersOf(memberNos)] as const)
  const byCard = [...ofCards].flatMap(([cardNo, owner]) =>
    membersOf([owner]).map((member) => [cardNo, member] as const),
  )
  return { byNo, byPhone: new Map(byPhone), byCard: new Map(byCard) }
}

/** Members that others were merged into and that are not read yet. */
function unreadEnds(byNo: ReadonlyMap<MemberNumber, Member>): MemberNumber[] {
  const ends = [...byNo.values()].flatMap(({ state }) => (state.kind === 'merged' ? [state.into] : []))
  return [...new Set(ends)].filter((memberNo) => !byNo.has(memberNo))
}

/** The members of phones, in order of their numbers. */
async function findMembersOfPhones(
  source: MemberSource,
  phones: readonly string[],
): Promise<ReadonlyMap<string, readonly MemberNumber[]>> {
  const byPhone = new Map<string, MemberNumber[]>()
  const { reader, sellerId } = source
  const find = (phoneLookups: readonly Uint8Array[]) => allInList(reader, findHeldPhones, { sellerId, phoneLookups })
  const { rows, textOf } = await lookUp(source, { kind: 'phone', texts: phones }, find)
  for (const row of rows) {
    const { lookup, member } = heldPhoneOfRow(row)
    const phone = textOf(lookup)
    if (member !== undefined) byPhone.set(phone, [...(byPhone.get(phone) ?? []), member.memberNo])
  }
  for (const memberNos of byPhone.values()) memberNos.sort((left, right) => left - right)
  return byPhone
}

async function findOwners(source: MemberSource, cards: readonly string[]): Promise<ReadonlyMap<string, MemberNumber>> {
  const owners = new Map<string, MemberNumber>()
  const { reader, sellerId } = source
  const find = (cardLookups: readonly Uint8Array[]) => allInList(reader, findKnownCards, { sellerId, cardLookups })
  const { rows, textOf } = await lookUp(source, { kind: 'card', texts: cards }, find)
  for (const row of rows) {
    const { lookup, memberNo } = knownCardOfRow(row)
    owners.set(textOf(lookup), memberNo)
  }
  return owners
}

async function loadPhones(
  source: MemberSource,
  memberNos: readonly MemberNumber[],
): Promise<ReadonlyMap<MemberNumber, readonly HeldPhone[]>> {
  const { reader, identifiers, sellerId } = source
  const held = (await allInList(reader, findPhonesOfMembers, { sellerId, memberNos })).map(phoneMemberOfRow)
  const texts = await identifiers.openAll(reader, 'phone', { sellerId, refs: held.map(({ phoneRef }) => phoneRef) })
  const phones = held.flatMap(({ phoneRef, memberNo, state, sinceMs }) => {
    const phone = texts.get(phoneRef)
    return phone === undefined ? [] : [{ memberNo, ref: phoneRef, held: { phoneRef, phone, state, sinceMs } }]
  })
  return groupedByMember(phones)
}

async function loadCards(
  source: MemberSource,
  memberNos: readonly MemberNumber[],
): Promise<ReadonlyMap<MemberNumber, readonly HeldCard[]>> {
  const { reader, identifiers, sellerId } = source
  const held = (await allInList(reader, findCardsOfMembers, { sellerId, memberNos })).map(memberCardOfRow)
  const texts = await identifiers.openAll(reader, 'card', { sellerId, refs: held.map(({ ref }) => ref) })
  const cards = held.flatMap(({ ref, memberNo, state, sinceMs }) => {
    const cardNo = texts.get(ref)
    return cardNo === undefined ? [] : [{ memberNo, ref, held: { cardRef: ref, cardNo, state, sinceMs } }]
  })
  return groupedByMember(cards)
}

type OfMember<Held> = Readonly<{ memberNo: MemberNumber; ref: number; held: Held }>

/** Groups in the order of the references. */
function groupedByMember<Held>(all: readonly OfMember<Held>[]): ReadonlyMap<MemberNumber, readonly Held[]> {
  const byMember = new Map<MemberNumber, Held[]>()
  for (const { memberNo, held } of all.toSorted((left, right) => left.ref - right.ref)) {
    const list = byMember.get(memberNo)
    if (list === undefined) byMember.set(memberNo, [held])
    else list.push(held)
  }
  return byMember
}
