import { expect, test } from 'vitest'
import { type KnownIdentities, maxMembersOfPhone, maxPhonesOfMember } from '#domain/members/identity-resolution'
import { nameClaim } from './member-counters.ts'

const [phone, cardNo] = ['13800000001', 'C1']
const nobody = { phones: 0, activePhones: 0, cards: 0, activeCards: 0 }
const free = { phoneRef: 100, cardRef: 100, memberNo: 100 }

/** Members 1 and up that hold the phone, which coupons name, and the card of member 50. */
function stored(input: {
  members?: number
  withCard?: boolean
  phonesOfCardHolder?: number
  cardsOfHolders?: number
}): KnownIdentities {
  const { members = 0, withCard = false, phonesOfCardHolder = 0, cardsOfHolders = 0 } = input
  const memberNos = Array.from({ length: members }, (_, place) => place + 1)
  const held = memberNos.map((memberNo) => ({ memberNo, state: 'active' }) as const)
  const card = { cardRef: 9, memberNo: 50, state: 'active', homePhoneRef: undefined, isUnlinked: true } as const
  const ofHolder = { ...nobody, phones: 1, activePhones: 1, cards: cardsOfHolders, activeCards: cardsOfHolders }
  const ofCard = { ...nobody, phones: phonesOfCardHolder, activePhones: phonesOfCardHolder, cards: 1, activeCards: 1 }
  return {
    phones: new Map(members === 0 ? [] : [[phone, { phoneRef: 7, isUnlinked: true, members: held }]]),
    cards: new Map(withCard ? [[cardNo, card]] : []),
    holdings: new Map([...memberNos.map((memberNo) => [memberNo, ofHolder] as const), [50, ofCard] as const]),
    free,
  }
}

const byPhone = { phone, cardNo: undefined }
const byBoth = { phone, cardNo }
const member = (memberNo: number) => ({ kind: 'member', memberNo }) as const
const ofPhone = { kind: 'phone', phoneRef: 7 } as const

test('a stored member is counted by its counter, or by its coupons as they are', () => {
  const one = { by: member(1), mayExist: true, before: [member(1)] }
  expect(nameClaim(stored({ members: 1 }), byPhone).counters).toEqual([one])
  const card = { by: member(50), mayExist: true, before: [member(50)] }
  expect(nameClaim(stored({ withCard: true }), { phone: undefined, cardNo }).counters).toEqual([card])
})

test('each member of a shared phone is counted, in order, and a phone of too many by itself', () => {
  const counters = nameClaim(stored({ members: 3 }), byPhone).counters
  expect(counters.map(({ by }) => by)).toEqual([member(1), member(2), member(3)])
  expect(nameClaim(stored({ members: maxMembersOfPhone }), byPhone).counters).toHaveLength(maxMembersOfPhone)
  const full = nameClaim(stored({ members: maxMembersOfPhone + 1 }), byPhone).counters
  expect(full).toEqual([{ by: ofPhone, mayExist: true, before: [ofPhone] }])
})

test('a new member has claimed nothing; with a phone that others hold it has the claims of that', () => {
  expect(nameClaim(stored({}), byPhone).counters).toEqual([{ by: member(100), mayExist: false, before: [] }])
  const sharing = nameClaim(stored({ members: 2 }), { phone, cardNo: 'new' })
  expect(sharing.counters).toEqual([{ by: member(100), mayExist: false, before: [ofPhone] }])
})

test.each([
  ['of few, counts its claims too', { members: 2, withCard: true, phonesOfCardHolder: 1 }, [member(50), ofPhone]],
  [
    'that has as many members as it may, counts its claims too',
    { members: maxMembersOfPhone - 1, withCard: true, phonesOfCardHolder: 1 },
    [member(50), ofPhone],
  ],
  [
    'that is the last one of many, counts its claims too',
    { members: 2, withCard: true, phonesOfCardHolder: maxPhonesOfMember - 1 },
    [member(50), ofPhone],
  ],
  [
    'that becomes one of too many, does not count it',
    { members: maxMembersOfPhone, withCard: true, phonesOfCardHolder: 1 },
    [member(50)],
  ],
  [
    'that is one too many for it, counts its cards alone',
    { members: 1, withCard: true, phonesOfCardHolder: maxPhonesOfMember, cardsOfHolders: 1 },
    [{ kind: 'cards', memberNo: 50 }],
  ],
  ['that nobody had, counts what it had', { withCard: true, phonesOfCardHolder: 1 }, [member(50)]],
])('a member that gets a phone %s', (_name, input, before) => {
  expect(nameClaim(stored(input), byBoth).counters).toEqual([{ by: member(50), mayExist: false, before }])
})

test('members that the claim proves to be one are counted together', () => {
  const merged = nameClaim(stored({ members: 1, withCard: true }), byBoth)
  expect(merged.changes.merged).toMatchObject([{ from: 50, into: 1 }])
  expect(merged.counters).toEqual([{ by: member(1), mayExist: false, before: [member(1), member(50)] }])
})
