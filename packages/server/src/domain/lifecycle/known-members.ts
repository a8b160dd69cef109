import { changeProfile, mergedProfile } from '#domain/members/change-profile'
import { plainPhone, problemOfCard, problemOfPhone } from '#domain/members/find-member'
import {
  type Holdings,
  IdentityResolution,
  type KnownCard,
  type KnownIdentities,
  type KnownPhone,
  type MergedPair,
  type Named,
  type StoredIdentities,
  writesIdentities,
} from '#domain/members/identity-resolution'
import { emptyProfile, type Member, type MemberNumber } from '#domain/members/member'
import { type Refused, refused } from '#domain/members/member-refusal'
import type { MemberChange } from '#domain/members/member-store'
import { type Change, identitiesChanged } from './changes.ts'
import { memberChanged, memberTouched } from './member-changes.ts'
import { isOtherProfile, profileAfter, type SaveAnswer, type SavedMember } from './saved-member.ts'

type Saved = Readonly<{ kind: 'saved'; answer: SaveAnswer; changes: readonly Change[] }>

/** Members that saves name by phone or card, in memory: each save sees what those before it changed. */
export class KnownMembers {
  readonly #phones = new Map<string, KnownPhone>()
  readonly #cards = new Map<string, KnownCard>()
  readonly #holdings = new Map<MemberNumber, Holdings>()
  #free: KnownIdentities['free']
  readonly #members = new Map<MemberNumber, Member>()
  /** The members that own phones and cards of a member that a save merged into another. */
  readonly #merged = new Map<MemberNumber, MemberNumber>()

  /** @param free the first numbers that saves give to what they add */
  constructor(free: KnownIdentities['free']) {
    this.#free = free
  }

  /** Adds what was read, except what is known already. */
  add({ phones, cards, holdings }: StoredIdentities, members: Iterable<Member>): void {
    addMissing(this.#phones, phones)
    addMissing(this.#cards, cards)
    addMissing(this.#holdings, holdings)
    addMissing(this.#members, new Map(Array.from(members, (member) => [member.memberNo, member])))
  }

  /**
   * Creates a member or changes the one that a phone, a card or both name. A save that is refused leaves nothing behind.
   * @param saved without a member id
   */
  save(saved: SavedMember, nowMs: number): Saved | Refused {
    const named = { phone: plainPhone(saved.selector.phone), cardNo: saved.selector.cardNo }
    const problem = problemOfPhone(named.phone, 'phone') ?? problemOfCard(named.cardNo, 'card_no')
    if (problem !== undefined) return refused(problem)
    const alone = changeProfile(emptyProfile, saved.change, nowMs)
    if (alone.kind === 'invalid') return refused({ ...alone, kind: 'invalid-member' })
    const before = this.#membersOf(named)
    const resolution = new IdentityResolution(this.#knownOf(named))
    const isNameless = named.phone === undefined && named.cardNo === undefined
    const memberNos = isNameless ? [resolution.addMember()] : resolution.name(named).memberNos
    const [memberNo, ...others] = memberNos
    // A phone of too many members names nobody.
    if (memberNo === undefined || others.length > 0) {
      return refused({ kind: 'member-ambiguous', memberNos: memberNo === undefined ? before : memberNos })
    }
    const changes = resolution.changes()
    const member = this.#afterMerges(memberNo, changes.merged)
    const changed = profileAfter(member.profile, saved, nowMs)
    if (changed.kind === 'invalid') return refused({ ...changed, kind: 'invalid-member' })
    const { profile } = changed
    this.#keep(resolution.known(), changes.merged)
    this.#members.set(memberNo, { ...member, profile })
    const isCreated = !before.includes(memberNo)
    const isNamed = writesIdentities(changes)
    const ofMember: MemberChange[] = isNamed && !isCreated ? [{ kind: 'named' }] : []
    if (isOtherProfile(member.profile, profile)) ofMember.push({ kind: 'profile', profile })
    const isChanged = ofMember.length > 0
    return {
      kind: 'saved',
      answer: { memberNo, isCreated, isChanged },
      changes: [
        ...(isNamed ? [identitiesChanged({ memberNos, changes })] : []),
        isChanged || isCreated ? memberChanged({ member, changes: ofMember }) : memberTouched(memberNo),
      ],
    }
  }

  /** The members that hold or held the phone, or whose card it is, in order. */
  #membersOf({ phone = '', cardNo = '' }: Named): readonly MemberNumber[] {
    const members = this.#phoneOf(phone)?.members.map(({ memberNo }) => memberNo) ?? []
    const owner = this.#cardOf(cardNo)?.memberNo
    const all = new Set(owner === undefined ? members : [...members, owner])
    return [...all].toSorted((left, right) => left - right)
  }

  #knownOf(named: Named): KnownIdentities {
    const { phone = '', cardNo = '' } = named
    const [knownPhone, knownCard] = [this.#phoneOf(phone), this.#cardOf(cardNo)]
    return {
      phones: new Map(knownPhone === undefined ? [] : [[phone, knownPhone]]),
      cards: new Map(knownCard === undefined ? [] : [[cardNo, knownCard]]),
      holdings: new Map(
        this.#membersOf(named).map((memberNo) => [memberNo, this.#holdings.get(memberNo) ?? nothingHeld]),
      ),
      free: this.#free,
    }
  }

  /** A member after identity resolution. A new member owns nothing yet. */
  #afterMerges(memberNo: MemberNumber, merged: readonly MergedPair[]): Member {
    const member = this.#memberOf(memberNo)
    const ofOthers = merged.filter(({ into }) => into === memberNo).map(({ from }) => this.#memberOf(from).profile)
    return { ...member, profile: ofOthers.reduce((into, from) => mergedProfile(from, into).profile, member.profile) }
  }

  #memberOf(memberNo: MemberNumber): Member {
    return this.#members.get(memberNo) ?? { ...newMember, memberNo }
  }

  #keep({ phones, cards, holdings, free }: KnownIdentities, merged: readonly MergedPair[]): void {
    for (const { from, into } of merged) this.#merged.set(from, into)
    for (const [phone, known] of phones) this.#phones.set(phone, known)
    for (const [cardNo, known] of cards) this.#cards.set(cardNo, known)
    for (const [memberNo, held] of holdings) this.#holdings.set(memberNo, held)
    this.#free = free
  }

  #phoneOf(phone: string): KnownPhone | undefined {
    const known = this.#phones.get(phone)
    if (known === undefined) return undefined
    const members = known.members.map((member) => ({ ...member, memberNo: this.#nowOf(member.memberNo) }))
    return { ...known, members }
  }

  #cardOf(cardNo: string): KnownCard | undefined {
    const known = this.#cards.get(cardNo)
    return known && { ...known, memberNo: this.#nowOf(known.memberNo) }
  }

  #nowOf(memberNo: MemberNumber): MemberNumber {
    const into = this.#merged.get(memberNo)
    return into === undefined ? memberNo : this.#nowOf(into)
  }
}

function addMissing<Key, Value>(map: Map<Key, Value>, more: ReadonlyMap<Key, Value>): void {
  for (const [key, value] of more) if (!map.has(key)) map.set(key, value)
}

const nothingHeld: Holdings = { phones: 0, activePhones: 0, cards: 0, activeCards: 0 }

const newMember: Omit<Member, 'memberNo'> = {
  state: { kind: 'active' },
  profile: emptyProfile,
  phones: [],
  cards: [],
  createdAtMs: 0,
  version: 1,
}
