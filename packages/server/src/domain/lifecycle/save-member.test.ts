import { describe, expect, test } from 'vitest'
import { maxMembersOfPhone } from '#domain/members/identity-resolution'
import { emptyProfile, type Member } from '#domain/members/member'
import { foundOf, identitiesOf, memberOf } from '#testing/example-member'
import { saveMemberRows } from './import-members.ts'
import { saveMember } from './save-member.ts'
import type { SavedMember } from './saved-member.ts'

const [p1, p2] = ['13800000001', '13800000002']

function save(
  { selector, change = { name: '王' }, mayShare = false }: Partial<SavedMember>,
  ...members: readonly Member[]
) {
  const found = { members: foundOf(...members), known: identitiesOf(...members) }
  return saveMember.decide({ input: { selector: selector ?? {}, change, mayShare }, found, nowMs: 9 })
}

const named = memberOf(
  1,
  { phones: { [p1]: 'active' }, cards: { a: 'active' } },
  { profile: { ...emptyProfile, name: '王' } },
)

describe('a save', () => {
  test.each([
    ['without a name', {}],
    ['by a phone that nobody has', { phone: p2 }],
    ['by a card that nobody has', { cardNo: 'b' }],
  ])('%s creates a member', (_name, selector) => {
    expect(save({ selector }, named)).toMatchObject({
      kind: 'done',
      answer: { memberNo: 2, isCreated: true, isChanged: true },
      changes: [
        { kind: 'identitiesChanged', to: { memberNos: [2], changes: { newMemberNos: [2] } } },
        {
          kind: 'memberChanged',
          to: { member: { memberNo: 2 }, changes: [{ kind: 'profile', profile: { name: '王' } }] },
        },
      ],
    })
  })

  test('that creates a member without anything is an event too', () => {
    const created = { kind: 'memberChanged', to: { member: { memberNo: 1 }, changes: [] } }
    expect(save({ selector: { phone: p1 }, change: {} })).toMatchObject({
      answer: { isCreated: true, isChanged: false },
      changes: [{ kind: 'identitiesChanged' }, created],
    })
  })

  test.each([
    ['a phone', { phone: p1 }],
    ['a card', { cardNo: 'a' }],
    ['both', { phone: p1, cardNo: 'a' }],
    ['an id', { memberId: 'M1' }],
    ['an id with what the member has', { memberId: 'M1', phone: p1, cardNo: 'a' }],
  ])('of what is known, by %s, only touches the member', (_name, selector) => {
    expect(save({ selector }, named)).toEqual({
      kind: 'done',
      answer: { memberNo: 1, isCreated: false, isChanged: false },
      changes: [{ kind: 'memberTouched', to: 1 }],
    })
  })

  test('by a card with a phone that nobody has gives the member that phone', () => {
    expect(save({ selector: { phone: p2, cardNo: 'a' } }, named)).toMatchObject({
      answer: { memberNo: 1, isCreated: false, isChanged: true },
      changes: [
        { kind: 'identitiesChanged', to: { changes: { newPhones: [{ phone: p2 }] } } },
        { kind: 'memberChanged', to: { changes: [{ kind: 'named' }] } },
      ],
    })
  })

  test('by a phone and a card that turn out to be one member keeps what both say', () => {
    const ofPhone = memberOf(1, { phones: { [p1]: 'active' } }, { profile: { ...emptyProfile, birthday: '05-20' } })
    const ofCard = memberOf(2, { cards: { b: 'active' } }, { profile: { ...emptyProfile, level: 'gold' } })
    const profile = { ...emptyProfile, birthday: '05-20', level: 'gold', name: '王' }
    expect(save({ selector: { phone: p1, cardNo: 'b' } }, ofPhone, ofCard)).toMatchObject({
      answer: { memberNo: 1, isCreated: false },
      changes: [
        { kind: 'identitiesChanged', to: { changes: { merged: [{ from: 2, into: 1 }] } } },
        { kind: 'memberChanged', to: { changes: [{ kind: 'named' }, { kind: 'profile', profile }] } },
      ],
    })
  })

  test('with an id changes the profile', () => {
    expect(save({ selector: { memberId: 'M1' }, change: { name: '李' } }, named)).toMatchObject({
      answer: { memberNo: 1, isCreated: false, isChanged: true },
      changes: [{ kind: 'memberChanged', to: { changes: [{ kind: 'profile', profile: { name: '李' } }] } }],
    })
  })

  test('with an id adds a phone and a card', () => {
    expect(save({ selector: { memberId: 'M1', phone: p2, cardNo: 'b' } }, named)).toMatchObject({
      changes: [
        {
          kind: 'identitiesChanged',
          to: {
            memberNos: [1],
            changes: {
              newPhones: [{ phone: p2, phoneRef: 2, members: [{ memberNo: 1, state: 'active' }] }],
              newCards: [{ cardNo: 'b', cardRef: 2, memberNo: 1, homePhoneRef: 2 }],
              changedMemberNos: [1],
            },
          },
        },
        {
          to: {
            changes: [
              { kind: 'add-phone', phone: p2 },
              { kind: 'add-card', cardNo: 'b' },
            ],
          },
        },
      ],
    })
  })
})

describe('a save is refused', () => {
  const other = memberOf(2, { phones: { [p2]: 'active' }, cards: { b: 'active' } })
  const shared = [named, memberOf(2, { phones: { [p1]: 'active' } })]
  const crowd = Array.from({ length: maxMembersOfPhone + 1 }, (_, place) => {
    return memberOf(place + 1, { phones: { [p1]: 'active' } })
  })

  test.each([
    ['for a masked phone', { phone: '138****0001' }, [], { kind: 'invalid-member', field: 'phone' }],
    ['for a masked card', { cardNo: '12****34' }, [], { kind: 'invalid-member', field: 'card_no' }],
    [
      'for a masked phone of an id',
      { memberId: 'M1', phone: '138****0001' },
      [named],
      { kind: 'invalid-member', field: 'phone' },
    ],
    ['by a phone of two', { phone: p1 }, shared, { kind: 'member-ambiguous', memberNos: [1, 2] }],
    [
      'by a phone of too many',
      { phone: p1 },
      crowd,
      { kind: 'member-ambiguous', memberNos: crowd.map(({ memberNo }) => memberNo) },
    ],
    ['by an id that there is not', { memberId: 'M9' }, [named], { kind: 'member-not-found' }],
    ['by a text that is no id', { memberId: 'x' }, [named], { kind: 'member-not-found' }],
    [
      'for one who was erased',
      { memberId: 'M1' },
      [memberOf(1, {}, { state: { kind: 'erased' } })],
      { kind: 'member-erased' },
    ],
    [
      'for one who was merged',
      { memberId: 'M1' },
      [memberOf(1, {}, { state: { kind: 'merged', into: 2 } }), other],
      { kind: 'member-merged', into: 2 },
    ],
    [
      'with the phone of another',
      { memberId: 'M1', phone: p2 },
      [named, other],
      { kind: 'phone-of-other-members', memberNos: [2] },
    ],
    [
      'with the card of another',
      { memberId: 'M1', cardNo: 'b' },
      [named, other],
      { kind: 'card-of-other-member', memberNos: [2] },
    ],
  ])('%s', (_name, selector, members, refusal) => {
    expect(save({ selector }, ...members)).toMatchObject({ kind: 'refused', refusal })
  })

  test.each([[{ memberId: 'M1' }], [{ phone: p1 }]])('for one attribute too many, named by %j', (selector) => {
    const attributes = Object.fromEntries(Array.from({ length: 50 }, (_, place) => [`a${place}`, '1']))
    const full = { ...named, profile: { ...named.profile, attributes } }
    const adding = (name: string) => save({ selector, change: { attributes: [{ name, value: '2' }] } }, full)
    expect(adding('a49').kind).toBe('done')
    expect(adding('a50')).toMatchObject({ refusal: { kind: 'invalid-member', field: 'attributes' } })
  })

  test.each([[{ memberId: 'M9' }], [{ phone: p1 }]])('for a birthday that is no date, of the member %j', (selector) => {
    expect(save({ selector, change: { birthday: '13-40' } }, ...shared)).toMatchObject({
      refusal: { kind: 'invalid-member', field: 'birthday' },
    })
  })
})

test('rows are saved in order: each sees what those before it changed, and a refused one changes nothing', () => {
  const rows = [
    { phone: p1, cardNo: undefined, change: { name: '王' } },
    { phone: '138****0001', cardNo: undefined, change: {} },
    { phone: p1, cardNo: undefined, change: { name: '王' } },
    { phone: undefined, cardNo: 'a', change: { level: 'gold' } },
    { phone: p1, cardNo: 'a', change: {} },
    { phone: undefined, cardNo: 'a', change: { name: '王', level: 'gold' } },
  ]
  const found = { known: identitiesOf(), members: foundOf() }
  const decided = saveMemberRows.decide({ input: { rows }, found, nowMs: 9 })
  if (decided.kind !== 'done') throw new Error('rows were refused')
  expect(decided.answer.map(({ kind }) => kind)).toEqual([
    'created',
    'refused',
    'existing',
    'created',
    'changed',
    'existing',
  ])
  expect(decided.changes.map(({ kind }) => kind)).toEqual([
    'identitiesChanged',
    'memberChanged',
    'memberTouched',
    'identitiesChanged',
    'memberChanged',
    'identitiesChanged',
    'memberChanged',
    'memberTouched',
  ])
  expect(saveMemberRows.decide({ input: { rows }, found, nowMs: 9 })).toEqual(decided)
})
