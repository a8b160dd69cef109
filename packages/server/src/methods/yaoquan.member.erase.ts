import { eraseMember } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { eraseMember as erase } from '#domain/lifecycle/erase-member'
import { memberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { notDoneResult } from './refused-result.ts'

/** Erases a member. */
export function eraseMemberMethod({
  lifecycle,
  erasures,
}: Pick<LifecycleDependencies, 'lifecycle' | 'erasures'>): Method<typeof eraseMember> {
  return {
    definition: eraseMember,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(eraseMember.name, input, context)
      const written = await erase({ lifecycle, erasures, request, selector: { memberId: input.memberId }, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const { memberNo, memberNos, erasedAtMs } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      const merged = memberNos.filter((other) => other !== memberNo).map(memberId)
      return {
        result: {
          alreadyDone,
          warnings,
          memberId: memberId(memberNo),
          erasedAt: momentText(erasedAtMs),
          ...(merged.length > 0 && { memberIds: merged }),
          success: true,
        },
      }
    },
  }
}
