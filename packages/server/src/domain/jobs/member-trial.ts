import type { MemberSaver } from '#domain/lifecycle/save-member'
import { emptyProfile, type Member, type MemberNumber } from '#domain/members/member'
import type { MemberReader } from '#domain/members/member-store'
import { mergedProfile } from '#domain/members/merged-profile'
import {
  type Holdings,
  type Joined,
  type KnownCard,
  type KnownIdentities,
  type KnownPhone,
  MemberNaming,
  type Named,
  type NamingChanges,
} from '#domain/members/name-members'

type Members = Pick<MemberReader, 'findIdentities' | 'findMembers'>

/** Numbers that a store does not reach: it may get members while a long trial runs. */
const firstTried = 2 ** 48

/** Saves members in memory only: what is saved is seen by later saves, and the store stays as it is. */
export class MemberTrial implements MemberSaver {
  readonly #store: Members
  readonly #sellerId: string
  readonly #phones = new Map<string, KnownPhone>()
  readonly #cards = new Map<string, KnownCard>()
  readonly #holdings = new Map<MemberNumber, Holdings>()
  #free: KnownIdentities['free'] = { phoneRef: firstTried, cardRef: firstTried, memberNo: firstTried }
  readonly #members = new Map<MemberNumber, Member>()
  /** Whom the phones and cards of a member belong to since a save joined it. */
  readonly #joined = new Map<MemberNumber, MemberNumber>()
  /** What the save under way changes. */
  #changes: (() => void)[] = []
  #changed = new Map<MemberNumber, Member>()

  constructor(store: Members, sellerId: string) {
    this.#store = store
    this.#sellerId = sellerId
  }

  /**
   * Reads what the next saves build on, except what earlier ones already read or changed.
   * @param named every phone and card that they name
   */
  async read(named: readonly Named[]): Promise<void> {
    const known = await this.#store.findIdentities(this.#sellerId, named)
    addMissing(this.#phones, known.phones)
    addMissing(this.#cards, known.cards)
    const memberNos = [...known.holdings.keys()].filter((memberNo) => !this.#holdings.has(memberNo))
    addMissing(this.#holdings, known.holdings)
    for (const member of await this.#store.findMembers(this.#sellerId, memberNos)) {
      this.#members.set(member.memberNo, member)
    }
  }

  /** Tries a save. One that is refused leaves nothing behind. */
  async try<Saved extends Readonly<{ kind: string }>>(save: (writer: MemberSaver) => Promise<Saved>): Promise<Saved> {
    this.#changes = []
    this.#changed = new Map()
    const saved = await save(this)
    if (saved.kind !== 'refused') {
      for (const change of this.#changes) change()
      for (const [memberNo, member] of this.#changed) this.#members.set(memberNo, member)
    }
    return saved
  }

  async nameMembers(named: Named): ReturnType<MemberSaver['nameMembers']> {
    const naming = new MemberNaming(this.#knownOf(named))
    const { memberNos } = naming.name(named)
    const changes = naming.changes()
    for (const joined of changes.joined) this.#join(joined)
    this.#changes.push(() => this.#keep(naming.known(), changes.joined))
    return { memberNos, isChanged: isChange(changes) }
  }

  async findMember(memberNo: MemberNumber): Promise<Member> {
    return this.#memberOf(memberNo)
  }

  async findMembersNamed({ phone, cardNo }: Named): Promise<readonly Member[]> {
    const holders = this.#phoneOf(phone ?? '')?.holders.map(({ memberNo }) => memberNo) ?? []
    const owner = this.#cardOf(cardNo ?? '')?.memberNo
    const memberNos = new Set(owner === undefined ? holders : [...holders, owner])
    return [...memberNos].map((memberNo) => this.#memberOf(memberNo))
  }

  async addMember(): Promise<Member> {
    const { memberNo } = this.#free
    this.#changes.push(() => {
      this.#free = { ...this.#free, memberNo: memberNo + 1 }
    })
    return this.#memberOf(memberNo)
  }

  async changeMember(...[member, changes]: Parameters<MemberSaver['changeMember']>): Promise<void> {
    const profile = changes.findLast((change) => change.kind === 'profile')?.profile
    if (profile !== undefined) this.#changed.set(member.memberNo, { ...member, profile })
  }

  async touchMember(): Promise<void> {
    // Only retention needs to know.
  }

  #memberOf(memberNo: MemberNumber): Member {
    return this.#changed.get(memberNo) ?? this.#members.get(memberNo) ?? { ...newMember, memberNo }
  }

  #knownOf({ phone = '', cardNo = '' }: Named): KnownIdentities {
    const [knownPhone, knownCard] = [this.#phoneOf(phone), this.#cardOf(cardNo)]
    const memberNos = [
      ...(knownPhone?.holders.map(({ memberNo }) => memberNo) ?? []),
      ...(knownCard === undefined ? [] : [knownCard.memberNo]),
    ]
    return {
      phones: new Map(knownPhone === undefined ? [] : [[phone, knownPhone]]),
      cards: new Map(knownCard === undefined ? [] : [[cardNo, knownCard]]),
      holdings: new Map(memberNos.map((memberNo) => [memberNo, this.#holdings.get(memberNo) ?? nothingHeld])),
      free: this.#free,
    }
  }

  #join({ from, into }: Joined): void {
    const { profile } = mergedProfile(this.#memberOf(from).profile, this.#memberOf(into).profile)
    this.#changed.set(into, { ...this.#memberOf(into), profile })
  }

  #keep({ phones, cards, holdings, free }: KnownIdentities, joined: readonly Joined[]): void {
    for (const { from, into } of joined) this.#joined.set(from, into)
    for (const [phone, known] of phones) this.#phones.set(phone, known)
    for (const [cardNo, known] of cards) this.#cards.set(cardNo, known)
    for (const [memberNo, held] of holdings) this.#holdings.set(memberNo, held)
    this.#free = free
  }

  #phoneOf(phone: string): KnownPhone | undefined {
    const known = this.#phones.get(phone)
    if (known === undefined) return undefined
    const holders = known.holders.map((holder) => ({ ...holder, memberNo: this.#nowOf(holder.memberNo) }))
    return { ...known, holders }
  }

  #cardOf(cardNo: string): KnownCard | undefined {
    const known = this.#cards.get(cardNo)
    return known && { ...known, memberNo: this.#nowOf(known.memberNo) }
  }

  #nowOf(memberNo: MemberNumber): MemberNumber {
    const into = this.#joined.get(memberNo)
    return into === undefined ? memberNo : this.#nowOf(into)
  }
}

function addMissing<Key, Value>(map: Map<Key, Value>, more: ReadonlyMap<Key, Value>): void {
  for (const [key, value] of more) if (!map.has(key)) map.set(key, value)
}

const nothingHeld: Holdings = { phones: 0, activePhones: 0, cards: 0, activeCards: 0 }

const newMember: Omit<Member, 'memberNo'> = {
  ...{ state: { kind: 'active' }, profile: emptyProfile, phones: [], cards: [], createdAtMs: 0, version: 1 },
}

/** Whether rows of members, phones or cards are written. */
function isChange(changes: NamingChanges): boolean {
  const { changedMemberNos: _counted, isIdentityChanged: _derived, ...written } = changes
  return Object.values(written).some(({ length }) => length > 0)
}
