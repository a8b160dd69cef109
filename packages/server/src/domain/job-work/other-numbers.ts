import type { JobTarget } from '#domain/jobs/job'
import type { JobStore } from '#domain/jobs/job-store'
import { maxPhonesOfMember } from '#domain/members/identity-resolution'
import type { Member, MemberNumber } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'

type Parts = Readonly<{ jobs: Pick<JobStore, 'findMembersOf'>; members: Pick<MemberReader, 'findMembers'> }>

/** The other numbers of the member, for each target that names one member. */
export type OtherNumbers = ReadonlyMap<JobTarget, readonly JobTarget[]>

/**
 * The other phones and cards of the member of each target that names one member: a send gives a member its coupons once. What a claim would
 * take for another member, or for several, is none: a phone that is shared or given up, and the phones of a card that many use.
 * @param named the members of each target
 */
export async function otherNumbers(
  sellerId: string,
  named: ReadonlyMap<JobTarget, readonly MemberNumber[]>,
  { jobs, members }: Parts,
): Promise<OtherNumbers> {
  const only = [...named].flatMap(([target, [memberNo, ...more]]) => {
    return memberNo === undefined || more.length > 0 ? [] : [{ target, memberNo }]
  })
  const found = await members.findMembers(sellerId, [...new Set(only.map(({ memberNo }) => memberNo))])
  const phones = found.flatMap(phonesOf)
  const holders = await jobs.findMembersOf(sellerId, phones)
  const shared = new Set(phones.filter((_, index) => holders[index]?.length !== 1).map(textOf))
  const numbers = new Map(
    found.map((member) => {
      const own = phonesOf(member).filter((phone) => !shared.has(textOf(phone)))
      return [member.memberNo, [...own, ...cardsOf(member)]] as const
    }),
  )
  return new Map(
    only.flatMap(({ target, memberNo }) => {
      const all = numbers.get(memberNo) ?? []
      const others = all.filter((number) => textOf(number) !== textOf(target))
      return others.length === all.length ? [] : [[target, others] as const]
    }),
  )
}

function phonesOf({ phones }: Member): readonly JobTarget[] {
  const held = phones.filter(({ state }) => state === 'active')
  return held.length > maxPhonesOfMember ? [] : held.map(({ phone }) => ({ kind: 'phone', phone }) as const)
}

function cardsOf({ cards }: Member): readonly JobTarget[] {
  return cards.map(({ cardNo }) => ({ kind: 'card', cardNo }) as const)
}

function textOf(target: JobTarget): string {
  return target.kind === 'phone' ? `phone ${target.phone}` : target.kind === 'card' ? `card ${target.cardNo}` : ''
}
