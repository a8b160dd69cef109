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

/** Saves members in memory only: what is saved is seen by later saves, and the store stays as it is. */
export class MemberTrial implements MemberSaver {
  readonly #phones: Map<string, KnownPhone>
  readonly #cards: Map<string, KnownCard>
  readonly #holdings: Map<MemberNumber, Holdings>
  #free: KnownIdentities['free']
  readonly #members: Map<MemberNumber, Member>
  /** What the save under way changes. */
  #changes: (() => void)[] = []
  #changed = new Map<MemberNumber, Member>()

  constructor({ phones, cards, holdings, free }: KnownIdentities, members: readonly Member[]) {
    this.#phones = new Map(phones)
    this.#cards = new Map(cards)
    this.#holdings = new Map(holdings)
    this.#free = free
    this.#members = new Map(members.map((member) => [member.memberNo, member]))
  }

  /** @param named every phone and card that will be saved, so that all they lead to is known */
  static async of(
    members: Pick<MemberReader, 'findIdentities' | 'findMembers'>,
    sellerId: string,
    named: readonly Named[],
  ): Promise<MemberTrial> {
    const known = await members.findIdentities(sellerId, named)
    return new MemberTrial(known, await members.findMembers(sellerId, [...known.holdings.keys()]))
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
    this.#changes.push(() => this.#store(naming.known(), changes.joined))
    return { memberNos, isChanged: isChange(changes) }
  }

  async findMember(memberNo: MemberNumber): Promise<Member> {
    return this.#memberOf(memberNo)
  }

  async findMembersNamed({ phone, cardNo }: Named): Promise<readonly Member[]> {
    const holders = this.#phones.get(phone ?? '')?.holders.map(({ memberNo }) => memberNo) ?? []
    const owner = this.#cards.get(cardNo ?? '')?.memberNo
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
    const [knownPhone, knownCard] = [this.#phones.get(phone), this.#cards.get(cardNo)]
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

  #store({ phones, cards, holdings, free }: KnownIdentities, joined: readonly Joined[]): void {
    for (const { from, into } of joined) {
      for (const [phone, known] of this.#phones) this.#phones.set(phone, movedPhone(known, from, into))
      for (const [cardNo, known] of this.#cards) {
        if (known.memberNo === from) this.#cards.set(cardNo, { ...known, memberNo: into })
      }
    }
    for (const [phone, known] of phones) this.#phones.set(phone, known)
    for (const [cardNo, known] of cards) this.#cards.set(cardNo, known)
    for (const [memberNo, held] of holdings) this.#holdings.set(memberNo, held)
    this.#free = free
  }
}

const nothingHeld: Holdings = { phones: 0, activePhones: 0, cards: 0, activeCards: 0 }

const newMember: Omit<Member, 'memberNo'> = {
  ...{ state: { kind: 'active' }, profile: emptyProfile, phones: [], cards: [], createdAtMs: 0, version: 1 },
}

function movedPhone(known: KnownPhone, from: MemberNumber, into: MemberNumber): KnownPhone {
  if (!known.holders.some(({ memberNo }) => memberNo === from)) return known
  const holders = known.holders.map((holder) => (holder.memberNo === from ? { ...holder, memberNo: into } : holder))
  return { ...known, holders }
}

/** Whether rows of members, phones or cards are written. */
function isChange(changes: NamingChanges): boolean {
  const { releasedPhoneRefs, newPhones, newHolders, newCards, newMemberNos } = changes
  const { joined, alonePhoneRefs, aloneCardRefs } = changes
  const written = [
    releasedPhoneRefs,
    newPhones,
    newHolders,
    newCards,
    newMemberNos,
    joined,
    alonePhoneRefs,
    aloneCardRefs,
  ]
  return written.some((rows) => rows.length > 0)
}
