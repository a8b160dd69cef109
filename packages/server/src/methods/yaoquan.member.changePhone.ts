import { changePhone } from '@yaoquan/api'
import { changePhone as change } from '#domain/lifecycle/change-phone'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { memberId } from '#domain/members/member'
import { maskedNote } from './masked-note.ts'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { expectPhoneOfPeople } from './phones-stored.ts'
import { notDoneResult } from './refused-result.ts'

/** Gives a member another phone. */
export function changePhoneMethod({ lifecycle }: LifecycleDependencies): Method<typeof changePhone> {
  return {
    definition: changePhone,
    async call(input, context) {
      expectPhoneOfPeople(context, 'new_phone', input.newPhone)
      const { memberId: id, cardNo, oldPhone, newPhone, sharePhone: mayShare = false } = input
      const { text: reason, warnings } = maskedNote('reason', input.reason)
      const request = writeRequest(changePhone.name, input, context)
      const selector = { memberId: id, cardNo }
      const written = await runAct(change, { lifecycle, request, selector, oldPhone, newPhone, mayShare, reason })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, warnings, memberId: memberId(written.answer.memberNo), success: true } }
    },
  }
}
