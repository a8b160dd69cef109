import { activeMember, type FoundMembers } from './find-member.ts'
import type { Named } from './identity-resolution.ts'
import { type Refused, refused } from './member-refusal.ts'

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
