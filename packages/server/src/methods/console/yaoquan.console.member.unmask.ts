import { problemOfReason, unmaskMember } from '@yaoquan/api'
import type { NoticeRecorder } from '#domain/events/event-store'
import { unmaskedNotice } from '#domain/events/notices'
import { activeMember, keysOf } from '#domain/members/find-member'
import { memberId } from '#domain/members/member'
import { maskedNote } from '#methods/masked-note'
import { memberRefusal } from '#methods/member-result'
import { InvalidInput, type LifecycleDependencies, type Method } from '#methods/method'
import { noticeOrigin } from './notice-origin.ts'

type Dependencies = Pick<LifecycleDependencies, 'members'> & Readonly<{ notices: NoticeRecorder }>

/** The full phones of a member. The event is recorded first: without it nothing is shown. */
export function unmaskMemberMethod({ members, notices }: Dependencies): Method<typeof unmaskMember> {
  return {
    definition: unmaskMember,
    async call(input, context) {
      const { text: reason } = maskedNote('reason', input.reason.trim())
      const problem = problemOfReason(reason)
      if (problem !== undefined) throw new InvalidInput('reason', problem)
      const selector = { memberId: input.memberId }
      const found = activeMember(await members.lookUpMembers(context.sellerId, keysOf(selector)), selector)
      if (found.kind === 'refused') return { result: memberRefusal(found.refusal) }
      const { memberNo, phones } = found.member
      await notices.recordNotice(unmaskedNotice(noticeOrigin(context), { memberId: memberId(memberNo), reason }))
      const numbers = phones.map(({ phone: number, state }) => ({ number, state }))
      return { result: { numbers, success: true } }
    },
  }
}
