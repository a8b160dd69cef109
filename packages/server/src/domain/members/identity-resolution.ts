import type { IdentifierState, MemberNumber } from './member.ts'

/**
 * More members than this share no phone: it is a shop's own or a placeholder, so it names nobody. Coupons are still found
 * by it.
 */
export const maxMembersOfPhone = 10

/**
 * A member with more phones than this has the card of a shop or a placeholder: phones do not name it, and it owns only the
 * coupons of its cards.
 */
export const maxPhonesOfMember = 10

/** A phone as it is stored. */
export type KnownPhone = Readonly<{
  phoneRef: number
  /** Whether a coupon names it without a card. */
  isUnlinked: boolean
  members: readonly PhoneMember[]
}>

export type PhoneMember = Readonly<{ memberNo: MemberNumber; state: IdentifierState }>

/** A card as it is stored. */
export type KnownCard = Readonly<{
  cardRef: number
  memberNo: MemberNumber
  state: IdentifierState
  /** The phone that the card was first named with. */
  homePhoneRef: number | undefined
  /** Whether a coupon names it without that phone. */
  isUnlinked: boolean
}>

export type Holdings = Readonly<{ phones: number; activePhones: number; cards: number; activeCards: number }>

/** What is stored of the phones and cards that a write names, and of the members that hold them. */
export type StoredIdentities = Readonly<{
  /** Keyed by normalised phone. */
  phones: ReadonlyMap<string, KnownPhone>
  /** Keyed by card number. */
  cards: ReadonlyMap<string, KnownCard>
  /** Phones and cards of every member that one of the phones or cards names. */
  holdings: ReadonlyMap<MemberNumber, Holdings>
}>

/** The same with the first numbers that are free. */
export type KnownIdentities = StoredIdentities &
  Readonly<{ free: Readonly<{ phoneRef: number; cardRef: number; memberNo: MemberNumber }> }>

/** What a coupon or a claim names. */
export type Named = Readonly<{ phone: string | undefined; cardNo: string | undefined }>

/** The references of what was named, and the members. */
export type NamedMembers = Readonly<{
  phoneRef: number | undefined
  cardRef: number | undefined
  /** Empty for a phone that names nobody. */
  memberNos: readonly MemberNumber[]
}>

/** Changes of identity resolution, in the order in which they are stored. */
export type IdentityChanges = Readonly<{
  /** Phones that somebody else had before: their lookup leads to the new row from now on. */
  releasedPhoneRefs: readonly number[]
  /** Members that have one of these under a new number from now on: the former number is replaced. */
  renewedPhones: readonly MemberOfPhone[]
  newPhones: readonly (KnownPhone & Readonly<{ phone: string }>)[]
  /** Members that now hold a phone which was stored before. */
  newPhoneMembers: readonly MemberOfPhone[]
  newCards: readonly (KnownCard & Readonly<{ cardNo: string }>)[]
  newMemberNos: readonly MemberNumber[]
  merged: readonly MergedPair[]
  /** Stored phones that are now used without a card for the first time. */
  unlinkedPhoneRefs: readonly number[]
  unlinkedCardRefs: readonly number[]
  /** Stored before, with other coupons than they had: what was counted for them is to be counted anew. */
  changedMemberNos: readonly MemberNumber[]
  /** Whether a phone or card that was stored before leads to other coupons now. */
  isIdentityChanged: boolean
}>

/** Whether rows of members, phones or cards are written. */
export function writesIdentities(changes: IdentityChanges): boolean {
  const { changedMemberNos: _counted, isIdentityChanged: _derived, ...written } = changes
  return Object.values(written).some(({ length }) => length > 0)
}

type MemberOfPhone = Readonly<{ phoneRef: number; memberNo: MemberNumber }>

/** Two members whom one write proved to be one. All phones and cards of `from` become those of `into`. */
export type MergedPair = Readonly<{
  from: MemberNumber
  into: MemberNumber
  /** What `from` had of the phones and cards that the write knows. */
  phoneRefs: readonly number[]
  cardRefs: readonly number[]
}>

/**
 * Finds out whom coupons and claims name, in order, by the rules of docs/adr/0021-members.md. A card names its member; a
 * phone names those who hold it; what is unknown becomes a new member or is added to the one that is named.
 */
export class IdentityResolution {
  readonly #phones = new Map<string, OpenPhone>()
  readonly #cards = new Map<string, OpenCard>()
  readonly #holdings: Map<MemberNumber, Holdings>
  readonly #firstFree: KnownIdentities['free']
  #free: KnownIdentities['free']
  readonly #releasedPhoneRefs: number[] = []
  readonly #renewedPhones: MemberOfPhone[] = []
  readonly #merged: MergedPair[] = []
  readonly #changedMemberNos = new Set<MemberNumber>()

  constructor({ phones, cards, holdings, free }: KnownIdentities) {
    for (const [phone, known] of phones) this.#phones.set(phone, { ...known, stored: known })
    for (const [cardNo, known] of cards) this.#cards.set(cardNo, { ...known, stored: known })
    this.#holdings = new Map(holdings)
    this.#firstFree = free
    this.#free = free
  }

  /** Resolves the member of a coupon or claim; later calls build on the result. */
  name({ phone, cardNo }: Named): NamedMembers {
    const card = cardNo === undefined ? undefined : this.#cards.get(cardNo)
    const memberNos = cardNo === undefined ? this.#byPhone(phone) : [this.#byCard(cardNo, card, phone)]
    const openPhone = phone === undefined ? undefined : this.#phones.get(phone)
    const openCard = cardNo === undefined ? undefined : this.#cards.get(cardNo)
    if (openCard === undefined) {
      if (openPhone !== undefined) openPhone.isUnlinked = true
    } else if (openPhone === undefined || openPhone.phoneRef !== openCard.homePhoneRef) openCard.isUnlinked = true
    return { phoneRef: openPhone?.phoneRef, cardRef: openCard?.cardRef, memberNos }
  }

  /** Creates a member without phone or card. @returns its number */
  addMember(): MemberNumber {
    return this.#newMember()
  }

  /** Gives a member a phone; one that others hold is shared with them. @param memberNo one of the known holdings */
  addPhone(phone: string, memberNo: MemberNumber): void {
    this.#hold(phone, memberNo)
  }

  /**
   * Takes a phone from a member. Those who still use it get a new number for it and keep the former one as replaced, since their earlier coupons
   * have that: coupons that name the phone without a card are no longer those of the member. A phone of too many members keeps its number.
   * @param phoneRef the number under which the member has it
   */
  giveUpPhone({ phone, phoneRef }: Readonly<{ phone: string; phoneRef: number }>, memberNo: MemberNumber): void {
    const known = this.#phones.get(phone)
    // Somebody else has the phone already.
    if (known?.phoneRef !== phoneRef) return
    known.members = known.members.map((one) => (one.memberNo === memberNo ? { ...one, state: 'replaced' } : one))
    const others = this.#activeMembers(phone)
    if (others.length === 0 || others.length > maxMembersOfPhone) return
    this.#replacePhone(phone, others)
    for (const other of others) {
      this.#renewedPhones.push({ phoneRef, memberNo: other })
      this.#changedMemberNos.add(other)
      const holdings = this.#holdingsOf(other)
      this.#holdings.set(other, { ...holdings, phones: holdings.phones + 1 })
    }
  }

  /** Gives a member a card that nobody has. @param homePhone a phone of the member that coupons of the card name with it */
  addCard(cardNo: string, memberNo: MemberNumber, homePhone: string | undefined): void {
    if (this.#cards.has(cardNo)) throw new RangeError("a card to be added is a member's")
    this.#addCard(cardNo, memberNo, homePhone)
    this.#changedMemberNos.add(memberNo)
  }

  /** What would be stored after the changes. */
  known(): KnownIdentities {
    const known = <T extends object>(open: ReadonlyMap<string, T & Readonly<{ stored: unknown }>>) =>
      new Map([...open].map(([text, { stored: _stored, ...one }]) => [text, one]))
    return { phones: known(this.#phones), cards: known(this.#cards), holdings: this.#holdings, free: this.#free }
  }

  changes(): IdentityChanges {
    const phones = [...this.#phones]
    const cards = [...this.#cards]
    const changes = {
      releasedPhoneRefs: this.#releasedPhoneRefs,
      renewedPhones: this.#renewedPhones,
      newPhones: phones.filter(isNew).map(([phone, { stored: _stored, ...known }]) => ({ ...known, phone })),
      newPhoneMembers: phones.flatMap(([, { phoneRef, members, stored: before }]) =>
        members.slice(before?.members.length ?? members.length).map(({ memberNo }) => ({ phoneRef, memberNo })),
      ),
      newCards: cards.filter(isNew).map(([cardNo, { stored: _stored, ...known }]) => ({ ...known, cardNo })),
      newMemberNos: numbersFrom(this.#firstFree.memberNo, this.#free.memberNo),
      merged: this.#merged,
      unlinkedPhoneRefs: phones.filter(isNewlyUnlinked).map(([, { phoneRef }]) => phoneRef),
      unlinkedCardRefs: cards.filter(isNewlyUnlinked).map(([, { cardRef }]) => cardRef),
      changedMemberNos: [...this.#changedMemberNos].filter((memberNo) => memberNo < this.#firstFree.memberNo),
    }
    return { ...changes, isIdentityChanged: this.#isIdentityChanged(changes) }
  }

  #isIdentityChanged(changes: Omit<IdentityChanges, 'isIdentityChanged'>): boolean {
    const { releasedPhoneRefs, newPhoneMembers, merged, unlinkedPhoneRefs, unlinkedCardRefs, newPhones, newCards } =
      changes
    const ofStored = [releasedPhoneRefs, newPhoneMembers, merged, unlinkedPhoneRefs, unlinkedCardRefs]
    if (ofStored.some((list) => list.length > 0)) return true
    const isStored = (memberNo: MemberNumber) => memberNo < this.#firstFree.memberNo
    return (
      // The member may have held the phone before, under a number that an erasure took from the lookup.
      newPhones.some(({ members }) => members.some(({ memberNo }) => isStored(memberNo))) ||
      newCards.some(({ memberNo, isUnlinked }) => {
        if (!isStored(memberNo)) return false
        const { phones, cards } = this.#holdingsOf(memberNo)
        return isUnlinked || phones > 1 || cards > 1
      })
    )
  }

  #byPhone(phone: string | undefined): readonly MemberNumber[] {
    if (phone === undefined) return []
    const members = this.#activeMembers(phone)
    if (members.length > maxMembersOfPhone) return []
    const named = members.filter((memberNo) => !this.#isShared(memberNo))
    if (named.length > 0) return named
    const memberNo = this.#newMember()
    this.#hold(phone, memberNo)
    return [memberNo]
  }

  #byCard(cardNo: string, known: OpenCard | undefined, phone: string | undefined): MemberNumber {
    if (known === undefined) {
      const memberNo = this.#ownerOfNewCard(phone)
      if (phone !== undefined) this.#hold(phone, memberNo)
      this.#addCard(cardNo, memberNo, phone)
      return memberNo
    }
    if (phone === undefined || this.#holds(phone, known.memberNo)) return known.memberNo
    if (this.#isShared(known.memberNo)) {
      // A member uses the phone, but not the member of the card.
      this.#byPhone(phone)
      return known.memberNo
    }
    const other = this.#samePersonAs(known.memberNo, phone)
    if (other !== undefined) return this.#merge(known.memberNo, other)
    this.#hold(phone, known.memberNo)
    return known.memberNo
  }

  /** The only member of the phone without a card in use, or a new member. */
  #ownerOfNewCard(phone: string | undefined): MemberNumber {
    const members = phone === undefined ? [] : this.#activeMembers(phone)
    if (members.length > maxMembersOfPhone) return this.#newMember()
    const free = (memberNo: MemberNumber) => this.#holdingsOf(memberNo).activeCards === 0 && !this.#isShared(memberNo)
    const [first, ...others] = members.filter(free)
    return first === undefined || others.length > 0 ? this.#newMember() : first
  }

  /** The phone's only member, if it can be the card's: one has no card, the other no phone. */
  #samePersonAs(ofCard: MemberNumber, phone: string): MemberNumber | undefined {
    const [member, ...others] = this.#activeMembers(phone)
    if (member === undefined || others.length > 0 || this.#holdingsOf(ofCard).phones > 0) return undefined
    return this.#holdingsOf(member).cards === 0 ? member : undefined
  }

  #merge(left: MemberNumber, right: MemberNumber): MemberNumber {
    const [into, from] = left < right ? [left, right] : [right, left]
    const phonesOfFrom = [...this.#phones.values()].filter(({ members }) =>
      members.some((one) => one.memberNo === from),
    )
    const cardsOfFrom = [...this.#cards.values()].filter(({ memberNo }) => memberNo === from)
    for (const phone of this.#phones.values()) phone.members = phone.members.map((member) => moved(member, from, into))
    for (const card of this.#cards.values()) if (card.memberNo === from) card.memberNo = into
    const [kept, gone] = [this.#holdingsOf(into), this.#holdingsOf(from)]
    this.#holdings.set(into, {
      phones: kept.phones + gone.phones,
      activePhones: kept.activePhones + gone.activePhones,
      cards: kept.cards + gone.cards,
      activeCards: kept.activeCards + gone.activeCards,
    })
    this.#holdings.delete(from)
    this.#merged.push({
      from,
      into,
      phoneRefs: phonesOfFrom.map(({ phoneRef }) => phoneRef),
      cardRefs: cardsOfFrom.map(({ cardRef }) => cardRef),
    })
    this.#changedMemberNos.add(into).add(from)
    return into
  }

  /** Adds a member to a phone, unless the phone has too many or has the member already. Replaces members that no longer use the phone. */
  #hold(phone: string, memberNo: MemberNumber): void {
    const known = this.#phones.get(phone)
    if (known === undefined || (this.#activeMembers(phone).length === 0 && !this.#holds(phone, memberNo))) {
      this.#replacePhone(phone, [memberNo])
    } else {
      // One more than the limit marks the phone as full.
      if (this.#holds(phone, memberNo) || this.#activeMembers(phone).length > maxMembersOfPhone) return
      for (const other of known.members) this.#changedMemberNos.add(other.memberNo)
      known.members = [...known.members, { memberNo, state: 'active' }]
    }
    this.#changedMemberNos.add(memberNo)
    const holdings = this.#holdingsOf(memberNo)
    const { phones, activePhones } = holdings
    this.#holdings.set(memberNo, { ...holdings, phones: phones + 1, activePhones: activePhones + 1 })
  }

  /** Gives a phone a new number, with these members. */
  #replacePhone(phone: string, memberNos: readonly MemberNumber[]): void {
    const known = this.#phones.get(phone)
    if (known !== undefined) this.#releasedPhoneRefs.push(known.phoneRef)
    const { phoneRef } = this.#free
    const members = memberNos.map((memberNo) => ({ memberNo, state: 'active' as const }))
    this.#phones.set(phone, { phoneRef, isUnlinked: false, members, stored: undefined })
    this.#free = { ...this.#free, phoneRef: phoneRef + 1 }
  }

  #addCard(cardNo: string, memberNo: MemberNumber, phone: string | undefined): void {
    const homePhoneRef = phone === undefined ? undefined : this.#phones.get(phone)?.phoneRef
    const { cardRef } = this.#free
    this.#cards.set(cardNo, { cardRef, memberNo, state: 'active', homePhoneRef, isUnlinked: false, stored: undefined })
    this.#free = { ...this.#free, cardRef: cardRef + 1 }
    const { cards, activeCards, ...holdings } = this.#holdingsOf(memberNo)
    this.#holdings.set(memberNo, { ...holdings, cards: cards + 1, activeCards: activeCards + 1 })
  }

  #newMember(): MemberNumber {
    const { memberNo } = this.#free
    this.#free = { ...this.#free, memberNo: memberNo + 1 }
    this.#holdings.set(memberNo, { phones: 0, activePhones: 0, cards: 0, activeCards: 0 })
    return memberNo
  }

  #activeMembers(phone: string): readonly MemberNumber[] {
    const members = this.#phones.get(phone)?.members ?? []
    return members.filter(({ state }) => state === 'active').map(({ memberNo }) => memberNo)
  }

  #holds(phone: string, memberNo: MemberNumber): boolean {
    return this.#phones.get(phone)?.members.some((member) => member.memberNo === memberNo) ?? false
  }

  /** Whether its card is one that many people use. */
  #isShared(memberNo: MemberNumber): boolean {
    return this.#holdingsOf(memberNo).activePhones > maxPhonesOfMember
  }

  #holdingsOf(memberNo: MemberNumber): Holdings {
    const holdings = this.#holdings.get(memberNo)
    if (holdings === undefined) throw new RangeError(`nothing is known of member ${memberNo}`)
    return holdings
  }
}

type OpenPhone = { -readonly [Key in keyof KnownPhone]: KnownPhone[Key] } & { readonly stored: KnownPhone | undefined }
type OpenCard = { -readonly [Key in keyof KnownCard]: KnownCard[Key] } & { readonly stored: KnownCard | undefined }

function isNew([, { stored }]: readonly [string, OpenPhone | OpenCard]): boolean {
  return stored === undefined
}

function isNewlyUnlinked([, { isUnlinked, stored }]: readonly [string, OpenPhone | OpenCard]): boolean {
  return isUnlinked && stored?.isUnlinked === false
}

function moved(member: PhoneMember, from: MemberNumber, into: MemberNumber): PhoneMember {
  return member.memberNo === from ? { ...member, memberNo: into } : member
}

function numbersFrom(first: number, end: number): readonly number[] {
  return Array.from({ length: end - first }, (_, place) => first + place)
}
