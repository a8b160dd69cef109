import { activeMember, keysOf, type MemberSelector } from '#domain/members/find-member'
import { type MemberNumber, memberId, parseMemberId } from '#domain/members/member'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { Erasures } from '#domain/members/member-store'
import type { WaitingRequest } from '#domain/people/waiting-request'
import { act, type Decision, done, load } from './act.ts'
import { runAct, type WriteCall, type Written } from './lifecycle-store.ts'
import { memberErased, membersBy, mergedMembers } from './member-changes.ts'
import { requestWaits } from './seller-changes.ts'
import { waitingRequests } from './seller-reads.ts'

type Erasing = Readonly<{ selector: MemberSelector; reason: string | undefined }>

export type ErasingMember = WriteCall & Erasing & Readonly<{ erasures: Erasures }>

export type EraseAnswer = Readonly<{
  memberNo: MemberNumber
  /** Every member that was erased: also those merged into the one that was named. */
  memberNos: readonly MemberNumber[]
  erasedAtMs: number
}>

/**
 * Erases a member: nobody can tell any more who it was. Resolves when its key is destroyed. A repetition destroys it again,
 * in case the first call was interrupted.
 */
export async function eraseMember(input: ErasingMember): Promise<Written<EraseAnswer, MemberRefusal>> {
  const { erasures, request, selector } = input
  const { sellerId, nowMs } = request
  const intended = parseMemberId(selector.memberId ?? '')
  if (intended !== undefined) await erasures.intend(sellerId, intended, nowMs)
  const written = await runAct(memberErasure, input)
  if (written.kind !== 'done') return written
  const { memberNos, erasedAtMs } = written.answer
  await erasures.destroyKeys(sellerId, memberNos, erasedAtMs)
  return written
}

/** Empties what tells who a member is, and who those merged into it are. Their keys are to be destroyed afterwards. */
export const memberErasure = act({
  runsAlone: true,
  *reads({ selector }: Erasing) {
    const { members } = yield* load({ members: membersBy(keysOf(selector)) })
    const found = activeMember(members, selector)
    if (found.kind === 'refused') return { members, merged: undefined, waiting: [] }
    return { members, ...(yield* load({ merged: mergedMembers(found.member.memberNo), waiting: waitingRequests() })) }
  },
  decide({
    input: { selector, reason },
    found: { members, merged, waiting },
    nowMs,
  }): Decision<EraseAnswer, MemberRefusal> {
    const found = activeMember(members, selector)
    if (found.kind === 'refused') return found
    const { memberNo } = found.member
    if (merged === undefined) throw new TypeError('a member was to be erased that was not read')
    const answer = { memberNo, memberNos: merged.memberNos, erasedAtMs: nowMs }
    const gone = requestsAbout(merged.memberNos.map(memberId), waiting).map((over) => requestWaits({ over }))
    return done(answer, [memberErased({ ...merged, reason }), ...gone])
  },
})

/** Requests about the members that nobody approved yet: their reasons are texts about them. What is approved ends when it is done. */
function requestsAbout(memberIds: readonly string[], waiting: readonly WaitingRequest[]): readonly WaitingRequest[] {
  return waiting.filter(({ subject, approvedBy }) => {
    const about = [
      'memberId' in subject ? subject.memberId : undefined,
      'intoMemberId' in subject ? subject.intoMemberId : undefined,
    ]
    return approvedBy === undefined && about.some((id) => id !== undefined && memberIds.includes(id))
  })
}
