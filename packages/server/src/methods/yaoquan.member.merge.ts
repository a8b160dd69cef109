import { mergeMembers } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { runAct, triedOnly } from '#domain/lifecycle/lifecycle-store'
import { type MergePreview, mergeMembers as merge } from '#domain/lifecycle/merge-members'
import { parseMemberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { notDoneResult } from './refused-result.ts'

/** Makes two members one, or previews it. */
export function mergeMembersMethod({
  lifecycle,
  members,
}: Pick<LifecycleDependencies, 'lifecycle' | 'members'>): Method<typeof mergeMembers> {
  return {
    definition: mergeMembers,
    async call(input, context) {
      const { fromMemberId: from, intoMemberId: into, dryRun = false } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(mergeMembers.name, input, context)
      const doing = dryRun ? triedOnly(lifecycle) : lifecycle
      const written = await runAct(merge, { lifecycle: doing, request, from, into, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const { mergeId, undoUntilMs, ...preview } = written.answer
      const both = [from, into].flatMap((id) => parseMemberId(id) ?? [])
      const couponCount = await members.countCoupons(context.sellerId, both)
      const shown = { ...shownPreview(preview), couponCount, success: true }
      if (dryRun) return { result: shown }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, warnings, mergeId, undoUntil: momentText(undoUntilMs), ...shown } }
    },
  }
}

function shownPreview({ phoneCount, cardCount, filledFields, keptFields, limits }: MergePreview) {
  return {
    phoneCount,
    cardCount,
    filledFields: filledFields.length === 0 ? undefined : filledFields,
    keptFields: keptFields.length === 0 ? undefined : keptFields,
    limits: limits.length === 0 ? undefined : limits,
  }
}
