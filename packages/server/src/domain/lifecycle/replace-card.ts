import { activeMember, oneOrNone, problemOfCard } from '#domain/members/find-member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import { act, type Decision, done, load } from './act.ts'
import { addedCard } from './added-identifiers.ts'
import type { ChangedMember } from './change-phone.ts'
import { memberChanged } from './member-changes.ts'
import { membersBy } from './member-reads.ts'

type ReplacingCard = Readonly<{
  cardNo: string
  /** What becomes of the card. */
  state: 'lost' | 'replaced'
  newCardNo: string | undefined
  /** Kept in the event. */
  reason: string | undefined
}>

/** Marks a card as lost or replaced, and gives its member a new one. The former number still names the member. */
export const replaceCard = act({
  runsAlone: true,
  reads: ({ cardNo, newCardNo }: ReplacingCard) =>
    load({ members: membersBy({ cards: [cardNo, ...oneOrNone(newCardNo)] }) }),
  decide({ input: { cardNo, state, newCardNo, reason }, found: { members } }): Decision<ChangedMember, MemberRefusal> {
    const problem = problemOfCard(newCardNo, 'new_card_no')
    if (problem !== undefined) return refused(problem)
    const found = activeMember(members, { cardNo })
    if (found.kind === 'refused') return found
    const { member } = found
    const card = member.cards.find((one) => one.cardNo === cardNo)
    if (card === undefined) return refused({ kind: 'member-not-found' })
    const added = addedCard(members, member, newCardNo)
    if (added.kind === 'refused') return added
    const changes = [{ kind: 'card-state', card, state } as const, ...added.changes]
    return done({ memberNo: member.memberNo }, [memberChanged({ member, changes, reason })])
  },
})
