import { unmergeMembers } from '@yaoquan/api'
import { unmergeMembers as unmerge } from '#domain/lifecycle/merge-members'
import { memberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { refusedMemberResult } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'

/** Undoes a merge. */
export function unmergeMembersMethod({ lifecycle }: LifecycleDependencies): Method<typeof unmergeMembers> {
  return {
    definition: unmergeMembers,
    async call(input, context) {
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(unmergeMembers.name, input, context)
      const written = await unmerge({ lifecycle, request, mergeId: input.mergeId, reason })
      if (written.kind !== 'done') return { result: refusedMemberResult(written, input) }
      const { from, into } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return {
        result: { alreadyDone, warnings, fromMemberId: memberId(from), intoMemberId: memberId(into), success: true },
      }
    },
  }
}
