import { type FoundMembers, numbersOf, uses } from '#domain/members/find-member'
import {
  type Holdings,
  IdentityResolution,
  type KnownIdentities,
  maxMembersOfPhone,
  type Named,
  writesIdentities,
} from '#domain/members/identity-resolution'
import type { IdentifierState, Member } from '#domain/members/member'
import { type Refused, refused } from '#domain/members/member-refusal'
import type { MemberChange } from '#domain/members/member-store'
import { type Change, identitiesChanged } from './changes.ts'
import { type MemberToChange, memberChanged } from './member-changes.ts'

/** The identities that `changesWithIdentifiers` needs where a member gets a phone or a card. */
export function namedToAdd(member: Member, added: Named): readonly Named[] {
  return [added, { phone: phoneInUse(member), cardNo: undefined }]
}

/**
 * The changes of a member, after those of identity resolution where it gets or gives up a phone, or gets a card.
 * @param known identities of these phones and cards, and of a phone that the member uses where it gets a card (`namedToAdd`)
 */
export function changesWithIdentifiers(changed: MemberToChange, known: KnownIdentities): readonly Change[] {
  const { member, changes } = changed
  const { memberNo } = member
  const resolution = new IdentityResolution({
    ...known,
    holdings: new Map([...known.holdings, [memberNo, holdingsOf(member)]]),
  })
  const homePhone = changes.find((change) => change.kind === 'add-phone')?.phone ?? phoneInUse(member)
  for (const change of changes) {
    if (change.kind === 'phone-state' && change.state !== 'active') resolution.giveUpPhone(change.phone, memberNo)
    else if (change.kind === 'add-phone') resolution.addPhone(change.phone, memberNo)
    else if (change.kind === 'add-card') resolution.addCard(change.cardNo, memberNo, homePhone)
  }
  const resolved = resolution.changes()
  const ofIdentities = writesIdentities(resolved)
    ? [identitiesChanged({ memberNos: [memberNo], changes: resolved })]
    : []
  return [...ofIdentities, memberChanged(changed)]
}

function phoneInUse({ phones }: Member): string | undefined {
  return phones.find(({ state }) => state === 'active')?.phone
}

function holdingsOf({ phones, cards }: Member): Holdings {
  const activeOf = (held: readonly Readonly<{ state: IdentifierState }>[]) =>
    held.filter(({ state }) => state === 'active').length
  return {
    phones: phones.length,
    activePhones: activeOf(phones),
    cards: cards.length,
    activeCards: activeOf(cards),
  }
}

type Added = Readonly<{ kind: 'added'; changes: readonly MemberChange[] }>

/**
 * The change that gives a member a phone; none if the member uses it already.
 * @param found has those that hold or held the phone
 */
export function addedPhone(
  { byPhone }: Pick<FoundMembers, 'byPhone'>,
  member: Member,
  { phone, mayShare }: Readonly<{ phone: string | undefined; mayShare: boolean }>,
): Added | Refused {
  if (phone === undefined || uses(member, phone)) return { kind: 'added', changes: [] }
  const everyone = byPhone.get(phone) ?? []
  const others = everyone.filter((one) => one.memberNo !== member.memberNo && uses(one, phone))
  if (others.length > (mayShare ? maxMembersOfPhone - 1 : 0)) {
    return refused({ kind: 'phone-of-other-members', memberNos: numbersOf(others) })
  }
  // A member whose number somebody else took over is not among those that the number names.
  const isFormer = everyone.some(({ memberNo }) => memberNo === member.memberNo)
  const former = isFormer ? member.phones.findLast((one) => one.phone === phone) : undefined
  if (former !== undefined) return { kind: 'added', changes: [{ kind: 'phone-state', phone: former, state: 'active' }] }
  return { kind: 'added', changes: [{ kind: 'add-phone', phone }] }
}

/**
 * The change that gives a member a card; none if it is the member's already.
 * @param found has whose card it is
 */
export function addedCard(
  { byCard }: Pick<FoundMembers, 'byCard'>,
  member: Member,
  cardNo: string | undefined,
): Added | Refused {
  if (cardNo === undefined) return { kind: 'added', changes: [] }
  const owner = byCard.get(cardNo)
  if (owner === undefined) return { kind: 'added', changes: [{ kind: 'add-card', cardNo }] }
  if (owner.memberNo === member.memberNo) return { kind: 'added', changes: [] }
  return refused({ kind: 'card-of-other-member', memberNos: [owner.memberNo] })
}
