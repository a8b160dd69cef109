import {
  activeMember,
  type FoundMembers,
  keysOf,
  type MemberSelector,
  plainPhone,
  problemOfMasked,
  problemOfPhone,
} from '#domain/members/find-member'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import type { HeldPhone, Member, MemberNumber } from '#domain/members/member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import { maskPhone, normalisePhone } from '#domain/phone'
import { act, type Decision, done, load, type Reading } from './act.ts'
import { addedPhone, changesWithIdentifiers } from './identifier-changes.ts'
import { membersBy } from './member-changes.ts'
import { identities } from './reads.ts'

type ChangingPhone = Readonly<{
  /** If id and card are absent, the old phone names the member. */
  selector: Pick<MemberSelector, 'memberId' | 'cardNo'>
  /** May be masked if the member is named otherwise. Absent: the only phone that the member uses. */
  oldPhone: string | undefined
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
  *reads(input: ChangingPhone): Reading<FoundChange> {
    const { phones = [], ...keys } = keysOf(selectorOf(input))
    const newPhone = normalisePhone(input.newPhone)
    const { members } = yield* load({ members: membersBy({ ...keys, phones: [...phones, newPhone] }) })
    const named = activeMember(members, selectorOf(input))
    const old = named.kind === 'found' ? phoneMeant(named.member, input) : undefined
    const concerned = [old?.phone ?? newPhone, newPhone]
    const { known } = yield* load({ known: identities(concerned.map((phone) => ({ phone, cardNo: undefined }))) })
    return { members, known }
  },
  decide({ input, found: { members, known } }): Decision<ChangedMember, MemberRefusal> {
    const newPhone = normalisePhone(input.newPhone)
    const masked = isNamed(input.selector) ? undefined : problemOfMasked(input.oldPhone, 'old_phone')
    const problem = masked ?? problemOfPhone(newPhone, 'new_phone')
    if (problem !== undefined) return refused(problem)
    const found = activeMember(members, selectorOf(input))
    if (found.kind === 'refused') return found
    const { member } = found
    const old = phoneMeant(member, input)
    if (old === undefined) return refused({ kind: 'phone-not-held' })
    if (newPhone === old.phone) {
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

type FoundChange = Readonly<{ members: FoundMembers; known: KnownIdentities }>

function selectorOf({ selector, oldPhone }: ChangingPhone): MemberSelector {
  return isNamed(selector) ? selector : { phone: plainPhone(oldPhone) }
}

function isNamed({ memberId, cardNo }: ChangingPhone['selector']): boolean {
  return memberId !== undefined || cardNo !== undefined
}

/** The phone in use that is replaced; undefined if there is none, or if several may be meant. */
function phoneMeant({ phones }: Member, { oldPhone }: ChangingPhone): HeldPhone | undefined {
  const used = phones.filter(({ state }) => state === 'active')
  const meant = oldPhone === undefined ? used : used.filter(({ phone }) => isSame(phone, oldPhone))
  return meant.length === 1 ? meant[0] : undefined
}

function isSame(phone: string, requested: string): boolean {
  return requested.includes('*') ? maskPhone(phone) === requested : phone === normalisePhone(requested)
}
