import { replaceCard } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { replaceCard as replace } from '#domain/lifecycle/replace-card'
import { memberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { notDoneResult } from './refused-result.ts'

/** Marks a card as lost or replaced, and gives its member another one. */
export function replaceCardMethod({ lifecycle }: LifecycleDependencies): Method<typeof replaceCard> {
  return {
    definition: replaceCard,
    async call(input, context) {
      const { cardNo, state, newCardNo } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(replaceCard.name, input, context)
      const written = await runAct(replace, { lifecycle, request, cardNo, state, newCardNo, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, warnings, memberId: memberId(written.answer.memberNo), success: true } }
    },
  }
}
