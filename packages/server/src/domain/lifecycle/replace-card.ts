import { activeMember, type FoundMembers, oneOrNone, problemOfCard } from '#domain/members/find-member'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import { act, done, load, type Reading } from './act.ts'
import type { ChangedMember } from './change-phone.ts'
import { addedCard, changesWithIdentifiers, namedToAdd } from './identifier-changes.ts'
import { membersBy } from './member-changes.ts'
import { identities } from './reads.ts'

type ReplacingCard = Readonly<{
  cardNo: string
  /** What becomes of the card. */
  state: 'lost' | 'replaced'
  newCardNo: string | undefined
  /** Kept in the event. */
  reason: string | undefined
}>

type Found = Readonly<{ members: FoundMembers; known: KnownIdentities }>

/** Marks a card as lost or replaced, and gives its member a new one. The former number still names the member. */
export const replaceCard = act<ReplacingCard, Found, ChangedMember, MemberRefusal>({
  runsAlone: true,
  *reads({ cardNo, newCardNo }): Reading<Found> {
    const { members } = yield* load({ members: membersBy({ cards: [cardNo, ...oneOrNone(newCardNo)] }) })
    const member = members.byCard.get(cardNo)
    const named = member === undefined ? [] : namedToAdd(member, { phone: undefined, cardNo: newCardNo })
    return { members, ...(yield* load({ known: identities(named) })) }
  },
  decide({ input: { cardNo, state, newCardNo, reason }, found: { members, known } }) {
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
    return done({ memberNo: member.memberNo }, changesWithIdentifiers({ member, changes, reason }, known))
  },
})
