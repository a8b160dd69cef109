import type {
  Holdings,
  IdentityChanges,
  KnownCard,
  KnownPhone,
  Named,
  StoredIdentities,
} from '#domain/members/identity-resolution'
import type { MemberNumber } from '#domain/members/member'
import { nothingHeld } from '#store/tables/holdings'

/** Phones, cards and their members in a group of acts: as read, with the changes of identity resolution since. */
export class GroupMembers {
  /** Undefined for those that are not stored. */
  readonly #phones = new Map<string, KnownPhone | undefined>()
  readonly #cards = new Map<string, KnownCard | undefined>()
  readonly #holdings = new Map<MemberNumber, Holdings>()

  /** Keeps what was read of those that were named. */
  add(named: readonly Named[], { phones, cards, holdings }: StoredIdentities): void {
    for (const { phone, cardNo } of named) {
      if (phone !== undefined) this.#phones.set(phone, phones.get(phone))
      if (cardNo !== undefined) this.#cards.set(cardNo, cards.get(cardNo))
    }
    for (const [memberNo, held] of holdings) this.#holdings.set(memberNo, held)
  }

  /** @returns undefined where not all of it is known */
  find(named: readonly Named[]): StoredIdentities | undefined {
    const phones = present(
      this.#phones,
      named.map(({ phone }) => phone),
    )
    const cards = present(
      this.#cards,
      named.map(({ cardNo }) => cardNo),
    )
    if (phones === undefined || cards === undefined) return undefined
    const members = [...phones.values()].flatMap((phone) => phone.members.map(({ memberNo }) => memberNo))
    const owners = [...cards.values()].map(({ memberNo }) => memberNo)
    const holdings = present(this.#holdings, [...members, ...owners])
    return holdings && { phones, cards, holdings }
  }

  /** @param changes without merged members and released phones */
  change({
    newMemberNos,
    newPhones,
    newPhoneMembers,
    newCards,
    unlinkedPhoneRefs,
    unlinkedCardRefs,
  }: IdentityChanges): void {
    for (const memberNo of newMemberNos) this.#holdings.set(memberNo, nothingHeld)
    for (const { phone, ...known } of newPhones) {
      this.#phones.set(phone, known)
      for (const { memberNo } of known.members) this.#hold(memberNo, 'phones')
    }
    for (const { phoneRef, memberNo } of newPhoneMembers) {
      const member = { memberNo, state: 'active' } as const
      changeOne(this.#phones, (one) => one.phoneRef === phoneRef && { ...one, members: [...one.members, member] })
      this.#hold(memberNo, 'phones')
    }
    for (const { cardNo, ...known } of newCards) {
      this.#cards.set(cardNo, known)
      this.#hold(known.memberNo, 'cards')
    }
    for (const ref of unlinkedPhoneRefs)
      changeOne(this.#phones, (one) => one.phoneRef === ref && { ...one, isUnlinked: true })
    for (const ref of unlinkedCardRefs)
      changeOne(this.#cards, (one) => one.cardRef === ref && { ...one, isUnlinked: true })
  }

  /** Called after other changes than those of identity resolution. */
  forget(): void {
    this.#phones.clear()
    this.#cards.clear()
    this.#holdings.clear()
  }

  #hold(memberNo: MemberNumber, kind: 'phones' | 'cards'): void {
    const held = this.#holdings.get(memberNo)
    if (held === undefined) return
    const active = kind === 'phones' ? 'activePhones' : 'activeCards'
    this.#holdings.set(memberNo, { ...held, [kind]: held[kind] + 1, [active]: held[active] + 1 })
  }
}

function changeOne<Value>(known: Map<string, Value | undefined>, changed: (one: Value) => Value | false): void {
  for (const [key, one] of known) {
    const after = one !== undefined && changed(one)
    if (after === false) continue
    known.set(key, after)
    return
  }
}

/** The values of the keys that have one; undefined if one of the keys was not read. */
function present<Key, Value>(
  known: ReadonlyMap<Key, Value | undefined>,
  keys: readonly (Key | undefined)[],
): ReadonlyMap<Key, Value> | undefined {
  const found = new Map<Key, Value>()
  for (const key of keys) {
    if (key === undefined) continue
    if (!known.has(key)) return undefined
    const value = known.get(key)
    if (value !== undefined) found.set(key, value)
  }
  return found
}
