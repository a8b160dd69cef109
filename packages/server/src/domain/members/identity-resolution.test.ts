import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Holdings, IdentityChanges, Named } from './identity-resolution.ts'
import {
  IdentityResolution,
  type KnownCard,
  type KnownIdentities,
  type KnownPhone,
  maxMembersOfPhone,
  maxPhonesOfMember,
} from './identity-resolution.ts'
import type { IdentifierState } from './member.ts'

/** What a store would keep. */
class Kept {
  phones = new Map<string, KnownPhone>()
  cards = new Map<string, KnownCard>()
  free = { phoneRef: 1, cardRef: 1, memberNo: 1 }

  get known(): KnownIdentities {
    const holdings = new Map<number, Holdings>()
    for (let memberNo = 1; memberNo < this.free.memberNo; memberNo += 1) {
      const cards = [...this.cards.values()].filter((card) => card.memberNo === memberNo)
      const phones = [...this.phones.values()].filter(({ members }) => members.some((one) => one.memberNo === memberNo))
      const activeCards = cards.filter(({ state }) => state === 'active').length
      const activePhones = phones.filter(({ members }) =>
        members.some((one) => one.memberNo === memberNo && one.state === 'active'),
      ).length
      holdings.set(memberNo, { phones: phones.length, activePhones, cards: cards.length, activeCards })
    }
    return { phones: this.phones, cards: this.cards, holdings, free: this.free }
  }

  /** Names one after the other, storing after each `batch`. */
  nameAll(named: readonly Named[], batch: number) {
    return Array.from({ length: Math.ceil(named.length / batch) }, (_, place) => {
      const resolution = new IdentityResolution(this.known)
      const results = named.slice(place * batch, (place + 1) * batch).map((one) => resolution.name(one))
      this.#apply(resolution.changes())
      return results
    }).flat()
  }

  name(phone: string | undefined, cardNo: string | undefined) {
    return this.nameAll([{ phone, cardNo }], 1)[0]?.memberNos
  }

  setPhone(phone: string, state: IdentifierState) {
    const known = this.phones.get(phone)
    if (known) this.phones.set(phone, { ...known, members: known.members.map((member) => ({ ...member, state })) })
  }

  setCard(cardNo: string, state: IdentifierState) {
    const known = this.cards.get(cardNo)
    if (known) this.cards.set(cardNo, { ...known, state })
  }

  #apply(changes: IdentityChanges) {
    for (const { phone, ...known } of changes.newPhones) this.phones.set(phone, known)
    for (const { cardNo, ...known } of changes.newCards) this.cards.set(cardNo, known)
    for (const [phone, known] of this.phones) {
      const added = changes.newPhoneMembers.filter(({ phoneRef }) => phoneRef === known.phoneRef)
      const members = [...known.members, ...added.map(({ memberNo }) => ({ memberNo, state: 'active' as const }))]
      const isUnlinked = known.isUnlinked || changes.unlinkedPhoneRefs.includes(known.phoneRef)
      this.phones.set(phone, { ...known, members, isUnlinked })
    }
    for (const [cardNo, known] of this.cards) {
      this.cards.set(cardNo, {
        ...known,
        isUnlinked: known.isUnlinked || changes.unlinkedCardRefs.includes(known.cardRef),
      })
    }
    for (const { from, into } of changes.merged) {
      for (const [phone, known] of this.phones) {
        const members = known.members.map((one) => (one.memberNo === from ? { ...one, memberNo: into } : one))
        this.phones.set(phone, { ...known, members })
      }
      for (const [cardNo, known] of this.cards)
        if (known.memberNo === from) this.cards.set(cardNo, { ...known, memberNo: into })
    }
    const { free } = this
    this.free = {
      phoneRef: free.phoneRef + changes.newPhones.length,
      cardRef: free.cardRef + changes.newCards.length,
      memberNo: free.memberNo + changes.newMemberNos.length,
    }
  }
}

test('a phone and a card named together are one member, however they are named later', () => {
  const kept = new Kept()
  expect(kept.name('p1', 'c1')).toEqual([1])
  expect(kept.name('p1', undefined)).toEqual([1])
  expect(kept.name(undefined, 'c1')).toEqual([1])
})

test('a phone that is first named alone, then with a card, stays one member', () => {
  const kept = new Kept()
  expect(kept.name('p1', undefined)).toEqual([1])
  expect(kept.name('p1', 'c1')).toEqual([1])
})

test('a phone and a card named apart become one member as soon as they are named together', () => {
  const kept = new Kept()
  expect(kept.name(undefined, 'c1')).toEqual([1])
  expect(kept.name('p1', undefined)).toEqual([2])
  expect(kept.name('p1', 'c1')).toEqual([1])
  expect(kept.name('p1', undefined)).toEqual([1])
})

test('a second card on one phone is a second member; the phone then names both, each card its own', () => {
  const kept = new Kept()
  expect(kept.name('p1', 'c1')).toEqual([1])
  expect(kept.name('p1', 'c2')).toEqual([2])
  expect(kept.name('p1', undefined)).toEqual([1, 2])
  expect(kept.name('p1', 'c2')).toEqual([2])
})

test('a new card after a lost one belongs to the same member', () => {
  const kept = new Kept()
  kept.name('p1', 'c1')
  kept.setCard('c1', 'lost')
  expect(kept.name('p1', 'c2')).toEqual([1])
  expect(kept.name(undefined, 'c1')).toEqual([1])
})

test('a card named with another phone brings the phone to its member', () => {
  const kept = new Kept()
  kept.name('p1', 'c1')
  expect(kept.name('p2', 'c1')).toEqual([1])
  expect(kept.name('p2', undefined)).toEqual([1])
})

test('a card named with the phone of another member who has a card does not make them one', () => {
  const kept = new Kept()
  kept.name('p1', 'c1')
  kept.name('p2', 'c2')
  expect(kept.name('p2', 'c1')).toEqual([1])
  expect(kept.name('p2', undefined)).toEqual([2, 1])
  expect(kept.name('p1', undefined)).toEqual([1])
})

test('the next member named by a replaced phone gets it under a new reference', () => {
  const kept = new Kept()
  kept.name('p1', 'c1')
  kept.setPhone('p1', 'replaced')
  const [taken] = kept.nameAll([{ phone: 'p1', cardNo: undefined }], 1)
  expect(taken).toEqual({ phoneRef: 2, cardRef: undefined, memberNos: [2] })
  expect(kept.name(undefined, 'c1')).toEqual([1])
})

test('a replaced phone that is named with a card of its member keeps its reference', () => {
  const kept = new Kept()
  kept.name('p1', 'c1')
  kept.setPhone('p1', 'replaced')
  expect(kept.nameAll([{ phone: 'p1', cardNo: 'c1' }], 1)).toEqual([{ phoneRef: 1, cardRef: 1, memberNos: [1] }])
})

test(`a phone of more than ${maxMembersOfPhone} members names nobody, and their cards keep naming them`, () => {
  const kept = new Kept()
  const named = Array.from({ length: 20 }, (_, place) => ({ phone: 'p0', cardNo: `c${place}` }))
  kept.nameAll(named, 7)
  expect(kept.name('p0', undefined)).toEqual([])
  expect(kept.name(undefined, 'c19')).toEqual([20])
  expect(kept.phones.get('p0')?.members).toHaveLength(maxMembersOfPhone + 1)
})

test(`a card used with more than ${maxPhonesOfMember} phones names its member, and each phone somebody else`, () => {
  const kept = new Kept()
  const named = Array.from({ length: 20 }, (_, place) => ({ phone: `p${place}`, cardNo: '0' }))
  expect(kept.nameAll(named, 7).every(({ memberNos }) => memberNos.join() === '1')).toBe(true)
  expect(new Set(named.map(({ phone }) => kept.phones.get(phone)?.phoneRef)).size).toBe(20)
  const refs = named.map(({ phone }) => kept.phones.get(phone)?.phoneRef)
  const alone = named.map(({ phone }) => kept.name(phone, undefined))
  expect(alone.flat()).not.toContain(1)
  expect(new Set(alone.flat()).size).toBe(20)
  expect(named.map(({ phone }) => kept.phones.get(phone)?.phoneRef)).toEqual(refs)
})

test('nothing named names nobody', () => {
  expect(new Kept().nameAll([{ phone: undefined, cardNo: undefined }], 1)).toEqual([
    { phoneRef: undefined, cardRef: undefined, memberNos: [] },
  ])
})

test('members with other coupons than before are told, new ones are not', () => {
  const kept = new Kept()
  kept.nameAll(
    [
      { phone: 'p1', cardNo: undefined },
      { phone: undefined, cardNo: 'c1' },
    ],
    2,
  )
  const resolution = new IdentityResolution(kept.known)
  resolution.name({ phone: 'p2', cardNo: 'c2' })
  expect(resolution.changes().changedMemberNos).toEqual([])
  resolution.name({ phone: 'p1', cardNo: 'c1' })
  expect([...resolution.changes().changedMemberNos].sort()).toEqual([1, 2])
})

const anyNamed = fc.record({
  phone: fc.option(fc.constantFrom('p1', 'p2', 'p3', 'p4'), { nil: undefined }),
  cardNo: fc.option(fc.constantFrom('c1', 'c2', 'c3', 'c4'), { nil: undefined }),
})

test('a batch names whom the same calls one by one name, under the same references', () => {
  fc.assert(
    fc.property(fc.array(anyNamed, { maxLength: 20 }), fc.integer({ min: 2, max: 20 }), (named, batch) => {
      const [together, apart] = [new Kept(), new Kept()]
      expect(together.nameAll(named, batch)).toEqual(apart.nameAll(named, 1))
      expect(together).toEqual(apart)
    }),
  )
})

test('whom a card named, it names ever after, or the member that joined him', () => {
  fc.assert(
    fc.property(fc.array(anyNamed, { maxLength: 30 }), (named) => {
      const kept = new Kept()
      for (const one of named) {
        const before = kept.known
        const [result] = kept.nameAll([one], 1)
        for (const [cardNo, { memberNo }] of before.cards) {
          const now = kept.cards.get(cardNo)?.memberNo
          expect(now === memberNo || result?.memberNos.includes(now ?? 0)).toBe(true)
        }
        if (one.cardNo !== undefined) expect(result?.memberNos).toEqual([kept.cards.get(one.cardNo)?.memberNo])
      }
    }),
  )
})

test('a card or phone is told to be named alone exactly when some coupon names it so', () => {
  fc.assert(
    fc.property(fc.array(anyNamed, { maxLength: 20 }), (named) => {
      const kept = new Kept()
      const refs = kept.nameAll(named, 3)
      for (const { phoneRef, isUnlinked } of kept.phones.values()) {
        expect(isUnlinked).toBe(refs.some((one) => one.phoneRef === phoneRef && one.cardRef === undefined))
      }
      for (const { cardRef, isUnlinked, homePhoneRef } of kept.cards.values()) {
        const ofCard = refs.filter((one) => one.cardRef === cardRef)
        expect(isUnlinked).toBe(ofCard.some(({ phoneRef }) => phoneRef === undefined || phoneRef !== homePhoneRef))
      }
    }),
  )
})

test('a phone that becomes another number of a known member changes what it leads to', () => {
  const kept = new Kept()
  kept.nameAll(
    [
      { phone: '2', cardNo: 'a' },
      { phone: '3', cardNo: 'a' },
    ],
    1,
  )
  // As after an erasure: the phone is in no lookup any more.
  kept.phones.delete('2')
  const resolution = new IdentityResolution(kept.known)
  expect(resolution.name({ phone: '2', cardNo: 'a' }).memberNos).toEqual([1])
  expect(resolution.changes().isIdentityChanged).toBe(true)
})
