import {
  activeMember,
  keysOf,
  type MemberSelector,
  plainPhone,
  problemOfMasked,
  problemOfPhone,
} from '#domain/members/find-member'
import type { MemberNumber } from '#domain/members/member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import { normalisePhone } from '#domain/phone'
import { act, type Decision, done, load } from './act.ts'
import { addedPhone } from './added-identifiers.ts'
import { changesWithIdentifiers } from './identifier-changes.ts'
import { membersBy } from './member-reads.ts'
import { identities } from './reads.ts'

type ChangingPhone = Readonly<{
  /** If id and card are absent, the old phone names the member. */
  selector: Pick<MemberSelector, 'memberId' | 'cardNo'>
  oldPhone: string
  newPhone: string
  /** Whether the new phone may be one of other members too. */
  mayShare: boolean
  /** Kept in the event. */
  reason: string | undefined
}>

/** The member that was changed. */
export type ChangedMember = Readonly<{ memberNo: MemberNumber }>

/** Gives a member a new phone and marks the old one as replaced. */
export const changePhone = act({
  runsAlone: true,
  reads(asked: ChangingPhone) {
    const { phones = [], ...keys } = keysOf(selectorOf(asked))
    const [oldPhone, newPhone] = [normalisePhone(asked.oldPhone), normalisePhone(asked.newPhone)]
    return load({
      members: membersBy({ ...keys, phones: [...phones, newPhone] }),
      known: identities([oldPhone, newPhone].map((phone) => ({ phone, cardNo: undefined }))),
    })
  },
  decide({ input, found: { members, known } }): Decision<ChangedMember, MemberRefusal> {
    const [oldPhone, newPhone] = [normalisePhone(input.oldPhone), normalisePhone(input.newPhone)]
    const problem = problemOfMasked(oldPhone, 'old_phone') ?? problemOfPhone(newPhone, 'new_phone')
    if (problem !== undefined) return refused(problem)
    const found = activeMember(members, selectorOf(input))
    if (found.kind === 'refused') return found
    const { member } = found
    const old = member.phones.find(({ phone, state }) => phone === oldPhone && state === 'active')
    if (old === undefined) return refused({ kind: 'phone-not-held' })
    if (newPhone === oldPhone) {
      const rule = { zh: '与 old_phone 相同', en: 'equals old_phone' }
      return refused({ kind: 'invalid-member', field: 'new_phone', rule })
    }
    const added = addedPhone(members, member, { phone: newPhone, mayShare: input.mayShare })
    if (added.kind === 'refused') return added
    const changes = [...added.changes, { kind: 'phone-state', phone: old, state: 'replaced' } as const]
    const changed = { member, changes, reason: input.reason }
    return done({ memberNo: member.memberNo }, changesWithIdentifiers(changed, known))
  },
})

function selectorOf({ selector, oldPhone }: ChangingPhone): MemberSelector {
  const isNamed = selector.memberId !== undefined || selector.cardNo !== undefined
  return isNamed ? selector : { phone: plainPhone(oldPhone) }
}
