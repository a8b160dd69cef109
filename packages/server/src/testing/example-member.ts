import type { FoundMembers } from '#domain/members/find-member'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import { emptyProfile, type HeldCard, type HeldPhone, type IdentifierState, type Member } from '#domain/members/member'

type Held = Readonly<{
  /** Members by number. */
  phones?: Readonly<Record<string, IdentifierState>>
  cards?: Readonly<Record<string, IdentifierState>>
}>

/** A member for tests, active and with an empty profile unless given otherwise. Phones and cards have references in their order. */
export function memberOf(memberNo: number, held: Held = {}, member: Partial<Member> = {}): Member {
  const phones = Object.entries(held.phones ?? {}).map(([phone, state], place): HeldPhone => {
    return { phoneRef: place + 1, phone, state, sinceMs: 0 }
  })
  const cards = Object.entries(held.cards ?? {}).map(([cardNo, state], place): HeldCard => {
    return { cardRef: place + 1, cardNo, state, sinceMs: 0 }
  })
  const base = { state: { kind: 'active' }, profile: emptyProfile, createdAtMs: 0, version: 1 } as const
  return { memberNo, ...base, phones, cards, ...member }
}

/** What is stored of phones and cards where these members are all that there are. */
export function identitiesOf(...members: readonly Member[]): KnownIdentities {
  const { byPhone, byCard } = foundOf(...members)
  const phones = [...byPhone].map(([phone, all], place) => {
    const held = all.map(({ memberNo, phones: all }) => {
      return { memberNo, state: all.find((one) => one.phone === phone)?.state ?? 'active' }
    })
    return [phone, { phoneRef: place + 1, isUnlinked: true, members: held }] as const
  })
  const cards = [...byCard].map(([cardNo, { memberNo }], place) => {
    const known = { cardRef: place + 1, memberNo, state: 'active', homePhoneRef: undefined, isUnlinked: true } as const
    return [cardNo, known] as const
  })
  const countOf = (held: Member['phones'] | Member['cards']) => held.filter(({ state }) => state === 'active').length
  const holdings = members.map((one) => {
    const held = { phones: one.phones.length, activePhones: countOf(one.phones) }
    return [one.memberNo, { ...held, cards: one.cards.length, activeCards: countOf(one.cards) }] as const
  })
  const free = { phoneRef: phones.length + 1, cardRef: cards.length + 1, memberNo: members.length + 1 }
  return { phones: new Map(phones), cards: new Map(cards), holdings: new Map(holdings), free }
}

/** What a read of members finds where these are all that there are, and each number is of those that hold or held it. */
export function foundOf(...members: readonly Member[]): FoundMembers {
  const byNo = new Map(members.map((member) => [member.memberNo, member]))
  const byPhone = Map.groupBy(
    members.flatMap((member) => member.phones.map(({ phone }) => ({ phone, member }))),
    ({ phone }) => phone,
  )
  const byCard = members.flatMap((member) => member.cards.map(({ cardNo }) => [cardNo, member] as const))
  return {
    byNo,
    byPhone: new Map([...byPhone].map(([phone, all]) => [phone, all.map(({ member }) => member)])),
    byCard: new Map(byCard),
  }
}
