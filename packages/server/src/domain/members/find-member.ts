import { ruleForMasked } from '#domain/masked-number'
import { ruleForCard, ruleForPhone } from '#domain/number-rules'
import { normalisePhone } from '#domain/phone'
import type { Rule } from '#domain/rule'
import { type Member, type MemberNumber, parseMemberId } from './member.ts'
import { type MemberRefusal, type Refused, refused } from './member-refusal.ts'
import type { MemberReader, MemberWriter } from './member-store.ts'

/** How a call names one member. A member id counts before a card, and a card before a phone. */
export type MemberNaming = Readonly<{
  memberId?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
}>

export type FoundMember = Readonly<{ kind: 'found'; member: Member }>

type Members = Pick<MemberWriter, 'findMember' | 'findMembersNamed'>

/** Reads the members of one seller. */
export function membersOfSeller(members: MemberReader, sellerId: string): Members & Pick<MemberWriter, 'countClaims'> {
  return {
    findMember: (memberNo) => members.findMember(sellerId, memberNo),
    findMembersNamed: (named) => members.findMembersNamed(sellerId, named),
    countClaims: (memberNo) => members.countClaims(sellerId, memberNo),
  }
}

/** The one member that a call names, whatever its state. A phone that several hold now is ambiguous. */
export async function findNamedMember(
  members: Members,
  { memberId, phone, cardNo }: MemberNaming,
): Promise<FoundMember | Refused> {
  if (memberId !== undefined) return findById(members, memberId)
  if (cardNo === undefined && phone === undefined) {
    const rule = { zh: '与 phone、card_no 至少传一个', en: 'is required without phone and card_no' }
    return refused({ kind: 'invalid-member', field: 'member_id', rule })
  }
  const masked = cardNo === undefined ? problemOfMasked(phone, 'phone') : problemOfMasked(cardNo, 'card_no')
  if (masked !== undefined) return refused(masked)
  const named = cardNo === undefined ? { cardNo, phone: plainPhone(phone) } : { cardNo, phone: undefined }
  const found = await members.findMembersNamed(named)
  const holders = found.filter(({ phones }) =>
    phones.some((held) => held.phone === named.phone && held.state === 'active'),
  )
  const [member, ...others] = holders.length > 0 ? holders : found
  if (member === undefined) return refused({ kind: 'member-not-found' })
  if (others.length === 0) return { kind: 'found', member }
  return refused({ kind: 'member-ambiguous', memberNos: numbersOf([member, ...others]) })
}

/** The same for a write, which needs a member that is neither merged nor erased. */
export async function findActiveMember(members: Members, naming: MemberNaming): Promise<FoundMember | Refused> {
  const found = await findNamedMember(members, naming)
  return found.kind === 'found' ? checkActive(found.member) : found
}

export function checkActive(member: Member): FoundMember | Refused {
  switch (member.state.kind) {
    case 'active':
      return { kind: 'found', member }
    case 'merged':
      return refused({ kind: 'member-merged', into: member.state.into })
    case 'erased':
      return refused({ kind: 'member-erased' })
  }
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

async function findById(members: Members, memberId: string): Promise<FoundMember | Refused> {
  const memberNo = parseMemberId(memberId)
  const member = memberNo === undefined ? undefined : await members.findMember(memberNo)
  return member === undefined ? refused({ kind: 'member-not-found' }) : { kind: 'found', member }
}
