import type { MethodDefinition, ResponseOf } from '@yaoquan/api'
import { activeMember, keysOf } from '#domain/members/find-member'
import type { Member } from '#domain/members/member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import type { MemberReader } from '#domain/members/member-store'
import { memberRefusal } from './member-result.ts'
import { InvalidInput, type Method } from './method.ts'

type Named = Readonly<{
  memberId?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
}>

/**
 * A method that takes a member by phone or card, which takes the id too: it is answered for the card in use, without one for the phone.
 * @param answer the response to a member that is refused
 */
export function namedById<M extends MethodDefinition>(
  method: Method<M>,
  members: Pick<MemberReader, 'lookUpMembers'>,
  answer: (refusal: ReturnType<typeof memberRefusal>) => ResponseOf<M>,
): Method<M> {
  return {
    ...method,
    async call(input, context) {
      const { memberId, phone, cardNo } = input as Named
      if (memberId === undefined) return method.call(input, context)
      if (phone !== undefined || cardNo !== undefined)
        throw new InvalidInput('member_id', '与 phone、card_no 不能同时传')
      const found = activeMember(await members.lookUpMembers(context.sellerId, keysOf({ memberId })), { memberId })
      const number = found.kind === 'refused' ? found : numberOf(found.member)
      if (number.kind === 'refused') return answer(memberRefusal(number.refusal))
      return method.call({ ...input, ...number.named }, context)
    },
  }
}

type Number = Readonly<{ kind: 'number'; named: Named }> | Readonly<{ kind: 'refused'; refusal: MemberRefusal }>

function numberOf({ phones, cards }: Member): Number {
  const card = cards.find(({ state }) => state === 'active')
  if (card !== undefined) return { kind: 'number', named: { cardNo: card.cardNo } }
  const phone = phones.find(({ state }) => state === 'active')
  if (phone !== undefined) return { kind: 'number', named: { phone: phone.phone } }
  const rule = { zh: '的会员没有在用的手机号和会员卡', en: 'has no phone and no card in use' }
  return refused({ kind: 'invalid-member', field: 'member_id', rule })
}
