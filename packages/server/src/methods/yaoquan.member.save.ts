import { saveMember } from '@yaoquan/api'
import { runAct } from '#domain/lifecycle/lifecycle-store'
import { saveMember as save } from '#domain/lifecycle/save-member'
import { memberId } from '#domain/members/member'
import { memberRefusal } from './member-result.ts'
import { type LifecycleDependencies, type Method, writeRequest } from './method.ts'
import { expectPhoneOfPeople } from './phones-stored.ts'
import { notDoneResult } from './refused-result.ts'

/** Creates a member, or changes what is sent of one. */
export function saveMemberMethod({ lifecycle }: LifecycleDependencies): Method<typeof saveMember> {
  return {
    definition: saveMember,
    async call(input, context) {
      expectPhoneOfPeople(context, 'phone', input.phone)
      const request = writeRequest(saveMember.name, input, context)
      const { memberId: id, phone, cardNo, sharePhone: mayShare = false, outRequestNo: _no, ...change } = input
      const written = await runAct(save, {
        lifecycle,
        request,
        selector: { memberId: id, phone, cardNo },
        change,
        mayShare,
      })
      if (written.kind !== 'done') return { result: notDoneResult(written, input, memberRefusal) }
      const { memberNo, isCreated } = written.answer
      const alreadyDone = written.isAlreadyDone ? true : undefined
      return { result: { alreadyDone, memberId: memberId(memberNo), created: isCreated, success: true } }
    },
  }
}
