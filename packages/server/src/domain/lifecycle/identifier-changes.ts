import {
  type Holdings,
  IdentityResolution,
  type KnownIdentities,
  type Named,
  writesIdentities,
} from '#domain/members/identity-resolution'
import type { IdentifierState, Member } from '#domain/members/member'
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
