import { changeProfile } from '#domain/members/change-profile'
import {
  activeMember,
  type FoundMembers,
  keysOf,
  type MemberSelector,
  oneOrNone,
  plainPhone,
  problemOfCard,
  problemOfPhone,
  uses,
} from '#domain/members/find-member'
import type { KnownIdentities, Named } from '#domain/members/identity-resolution'
import { emptyProfile, type Member } from '#domain/members/member'
import { type MemberRefusal, refused } from '#domain/members/member-refusal'
import type { MemberChange } from '#domain/members/member-store'
import { act, type Decision, done, load, type Reading } from './act.ts'
import { addedCard, addedPhone, changesWithIdentifiers, namedToAdd } from './identifier-changes.ts'
import { KnownMembers } from './known-members.ts'
import { membersBy, memberTouched } from './member-changes.ts'
import { identities } from './reads.ts'
import { isOtherProfile, profileAfter, type SaveAnswer, type SavedMember } from './saved-member.ts'

/** `known`: identities of the phone and card that name the member, or that it gets. */
type Found = Readonly<{ members: FoundMembers; known: KnownIdentities }>

/**
 * Creates a member or changes one. With a member id, a phone and card are added to that member; without, they name the member as
 * they would on a coupon, and one who is unknown is created.
 */
export const saveMember = act<SavedMember, Found, SaveAnswer, MemberRefusal>({
  reads: ({ selector }) => (selector.memberId === undefined ? readNamed([selector]) : readById(selector)),
  decide({ input, found: { members, known }, nowMs }) {
    if (input.selector.memberId !== undefined) return decideById(input, { members, known }, nowMs)
    const all = new KnownMembers(known.free)
    all.add(known, members.byNo.values())
    const saved = all.save(input, nowMs)
    return saved.kind === 'refused' ? saved : done(saved.answer, saved.changes)
  },
})

/** Reads what members are named by, and the members that hold it. @param selectors 0..1000, without member ids */
export function* readNamed(selectors: readonly MemberSelector[]): Reading<Found> {
  const named = selectors.map(({ phone, cardNo }) => ({ phone: plainPhone(phone), cardNo }))
  const { known } = yield* load({ known: identities(named) })
  return { known, ...(yield* load({ members: membersBy({ memberNos: [...known.holdings.keys()] }) })) }
}

/** Reads a member, then those who have what is new to it. */
function* readById(selector: MemberSelector): Reading<Found> {
  const { named } = yield* load({ named: membersBy(keysOf(selector)) })
  const found = activeMember(named, selector)
  const phone = plainPhone(selector.phone)
  const isNew = found.kind === 'found' && phone !== undefined && !uses(found.member, phone)
  const keys = { phones: isNew ? [phone] : [], cards: oneOrNone(selector.cardNo) }
  const { others, known } = yield* load({
    others: membersBy(found.kind === 'found' ? keys : {}),
    known: identities(found.kind === 'found' ? toAdd(found.member, { phone, cardNo: selector.cardNo }) : []),
  })
  return { members: { ...others, byNo: named.byNo }, known }
}

/** What identity resolution needs where a phone or card is not the member's yet. */
function toAdd(member: Member, named: Named): readonly Named[] {
  const { phone, cardNo } = named
  const hasPhone = phone === undefined || uses(member, phone)
  const hasCard = cardNo === undefined || member.cards.some((card) => card.cardNo === cardNo)
  return hasPhone && hasCard ? [] : namedToAdd(member, named)
}

function decideById(saved: SavedMember, { members, known }: Found, nowMs: number): Decision<SaveAnswer, MemberRefusal> {
  const { selector, change, mayShare } = saved
  const phone = plainPhone(selector.phone)
  const problem = problemOfPhone(phone, 'phone') ?? problemOfCard(selector.cardNo, 'card_no')
  if (problem !== undefined) return refused(problem)
  const alone = changeProfile(emptyProfile, change, nowMs)
  if (alone.kind === 'invalid') return refused({ ...alone, kind: 'invalid-member' })
  const found = activeMember(members, selector)
  if (found.kind === 'refused') return found
  const { member } = found
  const added = addedPhone(members, member, { phone, mayShare })
  if (added.kind === 'refused') return added
  const card = addedCard(members, member, selector.cardNo)
  if (card.kind === 'refused') return card
  const changed = profileAfter(member.profile, saved, nowMs)
  if (changed.kind === 'invalid') return refused({ ...changed, kind: 'invalid-member' })
  const changes: MemberChange[] = [...added.changes, ...card.changes]
  if (isOtherProfile(member.profile, changed.profile)) changes.push({ kind: 'profile', profile: changed.profile })
  const { memberNo } = member
  const isChanged = changes.length > 0
  const answer = { memberNo, isCreated: false, isChanged }
  return done(answer, isChanged ? changesWithIdentifiers({ member, changes }, known) : [memberTouched(memberNo)])
}
