import { mergeMembers } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { dryMerge, type MergePreview, mergeMembers as merge } from '#domain/lifecycle/merge-members'
import { membersOfSeller } from '#domain/members/find-member'
import { parseMemberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { notDoneResult } from './refused-result.ts'

/** Makes two members one, or previews it. */
export function mergeMembersMethod({
  lifecycle,
  members,
  templates,
}: LifecycleDependencies): Method<typeof mergeMembers> {
  return {
    definition: mergeMembers,
    async call(input, context) {
      const { fromMemberId: from, intoMemberId: into, dryRun = false } = input
      const { sellerId } = context
      const both = [from, into].flatMap((id) => parseMemberId(id) ?? [])
      const countCoupons = () => members.countCoupons(sellerId, both)
      if (dryRun) {
        const findTemplate = (couponId: string) => templates.findTemplate(sellerId, couponId)
        const preview = await dryMerge({ ...membersOfSeller(members, sellerId), findTemplate }, { from, into })
        if (preview.kind === 'refused') return { result: memberRefusal(preview.refusal) }
        return { result: { ...shownPreview(preview.answer), couponCount: await countCoupons(), success: true } }
      }
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(mergeMembers.name, input, context)
      const written = await merge({ lifecycle, request, from, into, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const { mergeId, undoUntilMs, ...preview } = written.answer
      return {
        result: {
          alreadyDone: written.isAlreadyDone ? true : undefined,
          warnings,
          mergeId,
          undoUntil: momentText(undoUntilMs),
          ...shownPreview(preview),
          couponCount: await countCoupons(),
          success: true,
        },
      }
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
