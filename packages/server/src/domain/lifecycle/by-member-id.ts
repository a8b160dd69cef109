import { keysOf, numberInUse } from '#domain/members/find-member'
import type { Named } from '#domain/members/identity-resolution'
import type { MemberRefusal } from '#domain/members/member-refusal'
import { type Act, act, load, refused } from './act.ts'
import { membersBy } from './member-changes.ts'

/** A member named by id. */
export type ById = Readonly<{ memberId: string }>

/** The member that the id names is refused. */
export type MemberRefused = Readonly<{ kind: 'member-refused'; refusal: MemberRefusal }>

type FoundById<Found> =
  | Readonly<{ kind: 'refused'; refusal: MemberRefusal }>
  | Readonly<{ kind: 'named'; named: Named; found: Found }>

/**
 * The act for a member named by id: for the card in use, without one for the phone. The id is looked up under the lock, once the request
 * number is known to be new, so that a repeat gets the first answer whatever became of the member.
 * @param inputOf the input of the act for that card or phone
 */
export function byMemberId<Query, Input, Found, Answer, Refused>(
  { reads, decide }: Act<Input, Found, Answer, Refused>,
  inputOf: (input: Query, member: Named) => Input,
) {
  return act<Query & ById, FoundById<Found>, Answer, Refused | MemberRefused>({
    *reads(input, moment) {
      const { members } = yield* load({ members: membersBy(keysOf({ memberId: input.memberId })) })
      const number = numberInUse(members, input.memberId)
      if (number.kind === 'refused') return number
      return { ...number, found: yield* reads(inputOf(input, number.named), moment) }
    },
    decide({ input, found, nowMs }) {
      if (found.kind === 'refused') return refused({ kind: 'member-refused', refusal: found.refusal })
      return decide({ input: inputOf(input, found.named), found: found.found, nowMs })
    },
  })
}
