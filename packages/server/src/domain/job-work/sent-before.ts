import type { Job, JobTarget } from '#domain/jobs/job'
import type { JobStore, SentTo } from '#domain/jobs/job-store'
import { maxPhonesOfMember } from '#domain/members/identity-resolution'
import type { Member, MemberNumber } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'

type Given = Readonly<{
  /** The members that each target names. */
  named: ReadonlyMap<JobTarget, readonly MemberNumber[]>
  others: OtherNumbers
}>

type Parts = Readonly<{ jobs: Pick<JobStore, 'findSent'>; members: Pick<MemberReader, 'findMembers'> }>

/**
 * The targets whose members got coupons of the sends that this one follows, by the same number, another or a former one. A phone that another
 * member had when it was sent to does not count.
 */
export async function sentBefore(
  { sellerId, task }: Pick<Job, 'sellerId' | 'task'>,
  { named, others }: Given,
  { jobs, members }: Parts,
): Promise<ReadonlySet<JobTarget>> {
  const jobIds = task.kind === 'send' ? (task.follows ?? []) : []
  if (jobIds.length === 0) return new Set()
  const found = await members.findMembers(sellerId, [...new Set([...named.values()].flat())])
  const byNumber = new Map(found.map((member) => [member.memberNo, member]))
  const numbers = [...named].flatMap(([target, memberNos]) => {
    const holders = memberNos.flatMap((memberNo) => byNumber.get(memberNo) ?? [])
    const all = [target, ...(others.get(target) ?? []), ...formerPhones(holders)]
    return all.map((as) => ({ target, as, holders }))
  })
  const sent = await jobs.findSent(sellerId, { jobIds, targets: numbers.map(({ as }) => as) })
  return new Set(
    numbers.flatMap(({ target, holders }, index) =>
      sent[index]?.some((to) => holders.length === 0 || holders.some(isHolder(to))) ? [target] : [],
    ),
  )
}

/** The phones that the only holder of a target gave up. */
function formerPhones([holder, ...more]: readonly Member[]): readonly JobTarget[] {
  if (holder === undefined || more.length > 0) return []
  const former = holder.phones.filter(({ state }) => state !== 'active')
  return former.length > maxPhonesOfMember ? [] : former.map(({ phone }) => ({ kind: 'phone', phone }))
}

function isHolder({ phoneRef, cardRef }: SentTo): (member: Member) => boolean {
  return ({ phones, cards }) =>
    phones.some((held) => held.phoneRef === phoneRef) || cards.some((held) => held.cardRef === cardRef)
}

type HolderParts = Readonly<{ jobs: Pick<JobStore, 'findMembersOf'>; members: Pick<MemberReader, 'findMembers'> }>

/** The other numbers of the member, for each target that names one member. */
type OtherNumbers = ReadonlyMap<JobTarget, readonly JobTarget[]>

/**
 * The other phones and cards of the member of each target that names one member: a send gives a member its coupons once. What a claim would
 * take for another member, or for several, is none: a phone that is shared or given up, and the phones of a card that many use.
 * @param named the members of each target
 */
export async function otherNumbers(
  sellerId: string,
  named: ReadonlyMap<JobTarget, readonly MemberNumber[]>,
  { jobs, members }: HolderParts,
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
