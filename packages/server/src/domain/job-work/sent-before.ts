import type { Job, JobTarget } from '#domain/jobs/job'
import type { JobStore, SentTo } from '#domain/jobs/job-store'
import { maxPhonesOfMember } from '#domain/members/identity-resolution'
import type { Member, MemberNumber } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'
import type { OtherNumbers } from './other-numbers.ts'

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
