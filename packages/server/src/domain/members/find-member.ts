import { ruleForCard, ruleForPhone } from '#domain/number-rules'
import { normalisePhone, ruleForMasked } from '#domain/phone'
import type { Rule } from '#domain/rule'
import type { Named } from './identity-resolution.ts'
import { type Member, type MemberNumber, parseMemberId } from './member.ts'
import { type MemberRefusal, type Refused, refused } from './member-refusal.ts'

/** How a call names one member. A member id counts before a card, and a card before a phone. */
export type MemberSelector = Readonly<{
  memberId?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
}>

/** What members are looked up by: their numbers, normalised phones, numbers of cards. */
export type MemberKeys = Readonly<{
  memberNos?: readonly MemberNumber[]
  phones?: readonly string[]
  cards?: readonly string[]
}>

/** Members that were looked up, by each key; keys of nobody are missing. */
export type FoundMembers = Readonly<{
  /** All of them, and whom merged ones were merged into, to the end. */
  byNo: ReadonlyMap<MemberNumber, Member>
  /** Those that hold or held a phone, in order of their numbers. */
  byPhone: ReadonlyMap<string, readonly Member[]>
  byCard: ReadonlyMap<string, Member>
}>

type FoundMember = Readonly<{ kind: 'found'; member: Member }>

/** The keys of the member that a call names. */
export function keysOf({ memberId, phone, cardNo }: MemberSelector): MemberKeys {
  if (memberId !== undefined) return { memberNos: oneOrNone(parseMemberId(memberId)) }
  return cardNo === undefined ? { phones: oneOrNone(plainPhone(phone)) } : { cards: [cardNo] }
}

/** A list of one key, or of none. */
export function oneOrNone<Key>(key: Key | undefined): readonly Key[] {
  return key === undefined ? [] : [key]
}

/**
 * The one member that a call names, whatever its state. A phone that several hold now is ambiguous.
 * @param found by `keysOf`
 */
export function namedMember(found: FoundMembers, { memberId, phone, cardNo }: MemberSelector): FoundMember | Refused {
  if (memberId !== undefined) return foundOr(found.byNo.get(parseMemberId(memberId) ?? 0))
  if (cardNo === undefined && phone === undefined) {
    const rule = { zh: '与 phone、card_no 至少传一个', en: 'is required without phone and card_no' }
    return refused({ kind: 'invalid-member', field: 'member_id', rule })
  }
  const masked = cardNo === undefined ? problemOfMasked(phone, 'phone') : problemOfMasked(cardNo, 'card_no')
  if (masked !== undefined) return refused(masked)
  return cardNo === undefined ? heldBy(found, plainPhone(phone) ?? '') : foundOr(found.byCard.get(cardNo))
}

function heldBy({ byPhone }: FoundMembers, phone: string): FoundMember | Refused {
  const all = byPhone.get(phone) ?? []
  const users = all.filter((member) => uses(member, phone))
  const [member, ...others] = users.length > 0 ? users : all
  return others.length === 0 || member === undefined
    ? foundOr(member)
    : refused({ kind: 'member-ambiguous', memberNos: numbersOf([member, ...others]) })
}

/** Whether a member uses a phone now. */
export function uses({ phones }: Member, phone: string): boolean {
  return phones.some((held) => held.phone === phone && held.state === 'active')
}

function foundOr(member: Member | undefined): FoundMember | Refused {
  return member === undefined ? refused({ kind: 'member-not-found' }) : { kind: 'found', member }
}

/** The same for a write, which needs a member that is neither merged nor erased. */
export function activeMember(found: FoundMembers, selector: MemberSelector): FoundMember | Refused {
  const named = namedMember(found, selector)
  return named.kind === 'found' ? checkActive(named.member, found) : named
}

/** @param found has whom the member was merged into; without it the answer names the next one only */
export function checkActive(member: Member, found?: Pick<FoundMembers, 'byNo'>): FoundMember | Refused {
  switch (member.state.kind) {
    case 'active':
      return { kind: 'found', member }
    case 'merged':
      return refused({ kind: 'member-merged', into: endOf(member.state.into, found) })
    case 'erased':
      return refused({ kind: 'member-erased' })
  }
}

/** The member at the end of a chain of merges. The chain has no circle: a merged member is not merged again. */
function endOf(memberNo: MemberNumber, found: Pick<FoundMembers, 'byNo'> | undefined): MemberNumber {
  const state = found?.byNo.get(memberNo)?.state
  return state?.kind === 'merged' ? endOf(state.into, found) : memberNo
}

export function numbersOf(members: readonly Member[]): readonly MemberNumber[] {
  return members.map(({ memberNo }) => memberNo)
}

export function plainPhone(phone: string | undefined): string | undefined {
  return phone === undefined ? undefined : normalisePhone(phone)
}

/** An app that sees masked phones may send one back. @param field its wire name */
export function problemOfMasked(text: string | undefined, field: string): MemberRefusal | undefined {
  return problemOf(field, text === undefined ? undefined : ruleForMasked(text))
}

/** Why a phone cannot be given to a member. @param phone normalised @param field its wire name */
export function problemOfPhone(phone: string | undefined, field: string): MemberRefusal | undefined {
  return problemOf(field, phone === undefined ? undefined : ruleForPhone(phone))
}

/** Why a card cannot be given to a member. @param field its wire name */
export function problemOfCard(cardNo: string | undefined, field: string): MemberRefusal | undefined {
  return problemOf(field, cardNo === undefined ? undefined : ruleForCard(cardNo))
}

function problemOf(field: string, rule: Rule | undefined): MemberRefusal | undefined {
  return rule && { kind: 'invalid-member', field, rule }
}

type NumberInUse = Readonly<{ kind: 'named'; named: Named }>

/**
 * The card in use of a member named by id, without one the phone.
 * @param members found by the id
 * @returns the refusal of a member that is not active, or has neither
 */
export function numberInUse(members: FoundMembers, memberId: string): NumberInUse | Refused {
  const found = activeMember(members, { memberId })
  if (found.kind === 'refused') return found
  const { phones, cards } = found.member
  const card = cards.find(({ state }) => state === 'active')
  if (card !== undefined) return { kind: 'named', named: { phone: undefined, cardNo: card.cardNo } }
  const phone = phones.find(({ state }) => state === 'active')
  if (phone !== undefined) return { kind: 'named', named: { phone: phone.phone, cardNo: undefined } }
  const rule = { zh: '的会员没有在用的手机号和会员卡', en: 'has no phone and no card in use' }
  return refused({ kind: 'invalid-member', field: 'member_id', rule })
}
