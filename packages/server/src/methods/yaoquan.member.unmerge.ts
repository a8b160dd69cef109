import { unmergeMembers } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { unmergeMembers as unmerge } from '#domain/lifecycle/merge-members'
import { memberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { notDoneResult } from './refused-result.ts'

/** Undoes a merge. */
export function unmergeMembersMethod({ lifecycle }: LifecycleDependencies): Method<typeof unmergeMembers> {
  return {
    definition: unmergeMembers,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(unmergeMembers.name, input, context)
      const written = await runAct(unmerge, { lifecycle, request, mergeId: input.mergeId, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const { from, into } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return {
        result: { alreadyDone, warnings, fromMemberId: memberId(from), intoMemberId: memberId(into), success: true },
      }
    },
  }
}
