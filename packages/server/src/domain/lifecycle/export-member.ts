import { activeMember, keysOf, type MemberSelector } from '#domain/members/find-member'
import type { MemberRefusal } from '#domain/members/member-refusal'
import { act, type Decision, done, load } from './act.ts'
import { type ExportedMember, memberExported, membersBy, nextEventSeq } from './member-changes.ts'

/**
 * Records that a member's data is given out. The caller reads the data afterwards. The answer has the number of the event that records the
 * export.
 */
export const recordMemberExport = act({
  reads: ({ selector }: Readonly<{ selector: MemberSelector }>) =>
    load({ members: membersBy(keysOf(selector)), eventSeq: nextEventSeq() }),
  decide({ input: { selector }, found: { members, eventSeq } }): Decision<ExportedMember, MemberRefusal> {
    const found = activeMember(members, selector)
    if (found.kind === 'refused') return found
    const exported = { memberNo: found.member.memberNo, eventSeq }
    return done(exported, [memberExported(exported)])
  },
})
