import type { IdentityChanges, Named, NamedMembers } from '#domain/members/identity-resolution'
import {
  IdentityResolution,
  type KnownIdentities,
  maxMembersOfPhone,
  maxPhonesOfMember,
} from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import type { ClaimsOf, CountedBy } from '#domain/templates/claim-count'

/** A counter of claims of a template that a claim must fit into. */
export type MemberCounter = Readonly<{
  by: CountedBy
  /** Whether the counter may exist: false for a new member, and for one whose coupons change by identity resolution. */
  mayExist: boolean
  /** What it begins with if it does not exist; none of these has a claim of another. */
  before: readonly ClaimsOf[]
}>

/** A member as a claim names it, and the counters that it must fit into. */
export type NamedClaim = Readonly<{
  named: NamedMembers
  changes: IdentityChanges
  counters: readonly MemberCounter[]
  /** Those who held the phone before and gave it up. */
  formerMembers: readonly MemberNumber[]
}>

/**
 * Finds the member of a claim and the claims it counts with (docs/adr/0021-members.md). Coupons of a member are those of its cards, and
 * those without a card of its phones, unless too many members share the phone or the member has too many phones. Coupons are counted before
 * identity resolution is written, so its changes are taken into account here.
 * @param known identities of the phone and card of the claim
 */
export function nameClaim(known: KnownIdentities, member: Named): NamedClaim {
  const resolution = new IdentityResolution(known)
  const named = resolution.name(member)
  const parts = { before: known, after: resolution.known(), changes: resolution.changes(), phone: member.phone }
  const members = parts.after.phones.get(member.phone ?? '')?.members ?? []
  const formerMembers = members.flatMap(({ memberNo, state }) => (state === 'active' ? [] : [memberNo]))
  return { named, changes: parts.changes, counters: countedBy(named).map((by) => counterOf(by, parts)), formerMembers }
}

function countedBy({ phoneRef, memberNos }: NamedMembers): readonly CountedBy[] {
  if (memberNos.length === 0) return phoneRef === undefined ? [] : [{ kind: 'phone', phoneRef }]
  return memberNos.toSorted((left, right) => left - right).map((memberNo) => ({ kind: 'member', memberNo }))
}

type Resolved = Readonly<{
  before: KnownIdentities
  after: KnownIdentities
  changes: IdentityChanges
  phone: string | undefined
}>

function counterOf(by: CountedBy, resolution: Resolved): MemberCounter {
  if (by.kind === 'phone') return { by, mayExist: true, before: [by] }
  const { before, changes } = resolution
  const isNew = by.memberNo >= before.free.memberNo
  const mayExist = !isNew && !changes.changedMemberNos.includes(by.memberNo)
  return { by, mayExist, before: mayExist ? [by] : claimsAfter(by, isNew, resolution) }
}

/** Claims of a member after identity resolution, in the rows as they were before it. */
function claimsAfter(
  member: Extract<CountedBy, { kind: 'member' }>,
  isNew: boolean,
  { after, changes, phone = '' }: Resolved,
): readonly ClaimsOf[] {
  const { memberNo } = member
  const merged = changes.merged.filter(({ into }) => into === memberNo)
  const gone = merged.map(({ from }) => ({ kind: 'member', memberNo: from }) as const)
  const { activePhones = 0 } = after.holdings.get(memberNo) ?? {}
  // For a member with too many phones only the cards count, and a new card has no coupons.
  if (activePhones > maxPhonesOfMember && merged.length === 0) return isNew ? [] : [{ kind: 'cards', memberNo }]
  const own = isNew ? gone : [member, ...gone]
  const usesPhone = changes.newPhoneMembers.some((one) => one.memberNo === memberNo)
  const known = after.phones.get(phone)
  const members = known?.members.filter(({ state }) => state === 'active') ?? []
  const hasPhone = usesPhone && known !== undefined && members.length <= maxMembersOfPhone
  return hasPhone ? [...own, { kind: 'phone', phoneRef: known.phoneRef }] : own
}
