import { findActiveMember, type MemberNaming } from '#domain/members/find-member'
import { type MemberNumber, parseMemberId } from '#domain/members/member'
import type { MemberRefusal } from '#domain/members/member-refusal'
import type { Erasures } from '#domain/members/member-store'
import type { WriteCall, Written } from './lifecycle-store.ts'

export type ErasingMember = WriteCall &
  Readonly<{
    erasures: Erasures
    naming: MemberNaming
    reason: string | undefined
  }>

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
export async function eraseMember(asked: ErasingMember): Promise<Written<EraseAnswer, MemberRefusal>> {
  const { lifecycle, erasures, request, naming, reason } = asked
  const { sellerId, nowMs } = request
  const intended = parseMemberId(naming.memberId ?? '')
  if (intended !== undefined) await erasures.intend(sellerId, intended, nowMs)
  const written = await lifecycle.writeOnce<EraseAnswer, MemberRefusal>(request, async (writer) => {
    const found = await findActiveMember(writer, naming)
    if (found.kind === 'refused') return found
    const { memberNo } = found.member
    const memberNos = await writer.eraseMember(memberNo, reason)
    return { kind: 'done', answer: { memberNo, memberNos, erasedAtMs: nowMs } }
  })
  if (written.kind !== 'done') return written
  const { memberNos, erasedAtMs } = written.answer
  await erasures.destroyKeys(sellerId, memberNos, erasedAtMs)
  return written
}
