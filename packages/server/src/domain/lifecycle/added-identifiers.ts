import { type FoundMembers, numbersOf, uses } from '#domain/members/find-member'
import { maxMembersOfPhone } from '#domain/members/identity-resolution'
import type { Member } from '#domain/members/member'
import { type Refused, refused } from '#domain/members/member-refusal'
import type { MemberChange } from '#domain/members/member-store'

type Added = Readonly<{ kind: 'added'; changes: readonly MemberChange[] }>

/**
 * The change that gives a member a phone; none if the member uses it already.
 * @param found has those that hold or held the phone
 */
export function addedPhone(
  { byPhone }: Pick<FoundMembers, 'byPhone'>,
  member: Member,
  { phone, mayShare }: Readonly<{ phone: string | undefined; mayShare: boolean }>,
): Added | Refused {
  if (phone === undefined || uses(member, phone)) return { kind: 'added', changes: [] }
  const everyone = byPhone.get(phone) ?? []
  const others = everyone.filter((one) => one.memberNo !== member.memberNo && uses(one, phone))
  if (others.length > (mayShare ? maxMembersOfPhone - 1 : 0)) {
    return refused({ kind: 'phone-of-other-members', memberNos: numbersOf(others) })
  }
  // A member whose number somebody else took over is not among those that the number names.
  const isFormer = everyone.some(({ memberNo }) => memberNo === member.memberNo)
  const former = isFormer ? member.phones.findLast((one) => one.phone === phone) : undefined
  if (former !== undefined) return { kind: 'added', changes: [{ kind: 'phone-state', phone: former, state: 'active' }] }
  return { kind: 'added', changes: [{ kind: 'add-phone', phone }] }
}

/**
 * The change that gives a member a card; none if it is the member's already.
 * @param found has whose card it is
 */
export function addedCard(
  { byCard }: Pick<FoundMembers, 'byCard'>,
  member: Member,
  cardNo: string | undefined,
): Added | Refused {
  if (cardNo === undefined) return { kind: 'added', changes: [] }
  const owner = byCard.get(cardNo)
  if (owner === undefined) return { kind: 'added', changes: [{ kind: 'add-card', cardNo }] }
  if (owner.memberNo === member.memberNo) return { kind: 'added', changes: [] }
  return refused({ kind: 'card-of-other-member', memberNos: [owner.memberNo] })
}
