import { describe, expect, test } from 'vitest'
import { maxMembersOfPhone } from '#domain/members/identity-resolution'
import type { Member } from '#domain/members/member'
import { foundOf, identitiesOf, memberOf } from '#testing/example-member'
import { changePhone } from './change-phone.ts'

const [old, next] = ['13800000001', '13800000002']
const member = memberOf(1, { phones: { [old]: 'active' }, cards: { a: 'active' } })

function change(
  request: Readonly<{
    memberId?: string
    cardNo?: string
    oldPhone?: string | null
    newPhone?: string
    mayShare?: boolean
  }>,
  ...members: readonly Member[]
) {
  const { oldPhone = old, newPhone = next, mayShare = false, ...selector } = request
  const input = { selector, oldPhone: oldPhone ?? undefined, newPhone, mayShare, reason: '换号' }
  return changePhone.decide({
    input,
    found: { members: foundOf(...members), known: identitiesOf(...members) },
    nowMs: 0,
  })
}

test.each([
  ['the old phone', {}],
  ['an id', { memberId: 'M1' }],
  ['a card', { cardNo: 'a' }],
  ['an id and a masked phone', { memberId: 'M1', oldPhone: '138****0001' }],
  ['an id alone, with one phone in use', { memberId: 'M1', oldPhone: null }],
  ['the old phone in another form', { oldPhone: '+86 138-0000-0001' }],
])('a member named by %s gets the new phone, and the old one is marked as replaced', (_name, input) => {
  const changes = [
    { kind: 'add-phone', phone: next },
    { kind: 'phone-state', phone: member.phones[0], state: 'replaced' },
  ]
  expect(change(input, member)).toMatchObject({
    kind: 'done',
    answer: { memberNo: 1 },
    changes: [
      {
        kind: 'identitiesChanged',
        to: { memberNos: [1], changes: { newPhones: [{ phone: next }], renewedPhones: [] } },
      },
      { kind: 'memberChanged', to: { member, changes, reason: '换号' } },
    ],
  })
})

const merged = memberOf(1, {}, { state: { kind: 'merged', into: 2 } })

const twin = '13811110001'

describe('a phone is not changed', () => {
  test.each([
    [
      'that is masked, without another name of the member',
      { oldPhone: '138****0001' },
      [member],
      { kind: 'invalid-member' },
    ],
    [
      'where several in use may be meant',
      { memberId: 'M1', oldPhone: null },
      [memberOf(1, { phones: { [old]: 'active', [twin]: 'active' } })],
      { kind: 'phone-not-held' },
    ],
    [
      'where several look alike when masked',
      { memberId: 'M1', oldPhone: '138****0001' },
      [memberOf(1, { phones: { [old]: 'active', [twin]: 'active' } })],
      { kind: 'phone-not-held' },
    ],
    ['for nobody', {}, [], { kind: 'member-not-found' }],
    ['for an id that there is not', { memberId: 'M7' }, [member], { kind: 'member-not-found' }],
    ['for a text that is no id', { memberId: 'x' }, [member], { kind: 'member-not-found' }],
    [
      'for a member who was erased',
      { memberId: 'M1' },
      [memberOf(1, {}, { state: { kind: 'erased' } })],
      { kind: 'member-erased' },
    ],
    ['for a member who was merged', { memberId: 'M1' }, [merged, memberOf(2)], { kind: 'member-merged', into: 2 }],
    [
      'for a member who was merged twice, which names whom that is now',
      { memberId: 'M1' },
      [merged, memberOf(2, {}, { state: { kind: 'merged', into: 3 } }), memberOf(3)],
      { kind: 'member-merged', into: 3 },
    ],
    [
      'by a phone of two',
      {},
      [member, memberOf(2, { phones: { [old]: 'active' } })],
      { kind: 'member-ambiguous', memberNos: [1, 2] },
    ],
    ['that the member does not hold', { cardNo: 'a', oldPhone: next }, [member], { kind: 'phone-not-held' }],
    [
      'that the member gave up',
      { memberId: 'M1' },
      [memberOf(1, { phones: { [old]: 'replaced' } })],
      { kind: 'phone-not-held' },
    ],
    ['to itself', { newPhone: old }, [member], { kind: 'invalid-member', field: 'new_phone' }],
    ['from a masked one', { oldPhone: '138****0001' }, [member], { kind: 'invalid-member', field: 'old_phone' }],
    ['to a masked one', { newPhone: '138****0002' }, [member], { kind: 'invalid-member', field: 'new_phone' }],
    ['to a text that is no phone', { newPhone: '12' }, [member], { kind: 'invalid-member', field: 'new_phone' }],
    [
      'to one of another member',
      {},
      [member, memberOf(2, { phones: { [next]: 'active' } })],
      { kind: 'phone-of-other-members', memberNos: [2] },
    ],
  ])('%s', (_name, input, members, refusal) => {
    expect(change(input, ...members)).toMatchObject({ kind: 'refused', refusal })
  })
})

test('a phone may be shared where that is asked for, up to as many as share one', () => {
  const others = Array.from({ length: maxMembersOfPhone }, (_, place) => {
    return memberOf(place + 2, { phones: { [next]: 'active' } })
  })
  expect(change({ mayShare: true }, member, ...others.slice(1)).kind).toBe('done')
  expect(change({ mayShare: true }, member, ...others)).toMatchObject({ refusal: { kind: 'phone-of-other-members' } })
})

test('a phone that only another member gave up may be taken over, and one that the member gave up is used again', () => {
  const gaveUp = memberOf(2, { phones: { [next]: 'replaced' } })
  expect(change({}, member, gaveUp)).toMatchObject({
    changes: [
      { to: { changes: { releasedPhoneRefs: [2], newPhones: [{ phone: next, members: [{ memberNo: 1 }] }] } } },
      { to: { changes: [{ kind: 'add-phone' }, {}] } },
    ],
  })
  const back = memberOf(1, { phones: { [old]: 'active', [next]: 'replaced' } })
  const again = { kind: 'phone-state', phone: back.phones[1], state: 'active' }
  expect(change({}, back)).toMatchObject({ changes: [{ to: { changes: [again, { state: 'replaced' }] } }] })
})

test('those who still use the old phone get a new number for it, unless they are too many', () => {
  const user = (place: number) => memberOf(place + 2, { phones: { [old]: 'active' } })
  const renewed = (count: number) => {
    const decided = change({ memberId: 'M1' }, member, ...Array.from({ length: count }, (_, place) => user(place)))
    const found = decided.kind === 'done' ? decided.changes.find(({ kind }) => kind === 'identitiesChanged') : undefined
    return found?.to
  }
  expect(renewed(2)).toMatchObject({
    changes: {
      releasedPhoneRefs: [1],
      renewedPhones: [
        { phoneRef: 1, memberNo: 2 },
        { phoneRef: 1, memberNo: 3 },
      ],
      newPhones: [{ phone: old, members: [{ memberNo: 2 }, { memberNo: 3 }] }, { phone: next }],
      changedMemberNos: [1, 2, 3],
      isIdentityChanged: true,
    },
  })
  expect(renewed(maxMembersOfPhone)).toMatchObject({ changes: { releasedPhoneRefs: [1] } })
  expect(renewed(maxMembersOfPhone + 1)).toMatchObject({ changes: { releasedPhoneRefs: [], renewedPhones: [] } })
})

test('a number that somebody else took over since is added anew', () => {
  const back = memberOf(1, { phones: { [old]: 'active', [next]: 'replaced' } })
  const found = foundOf(back)
  const members = {
    ...found,
    byPhone: new Map([...found.byPhone, [next, [memberOf(2, { phones: { [next]: 'active' } })]]]),
  }
  const known = identitiesOf(member, memberOf(2, { phones: { [next]: 'active' } }))
  const input = { selector: {}, oldPhone: old, newPhone: next, mayShare: true, reason: undefined }
  expect(changePhone.decide({ input, found: { members, known }, nowMs: 0 })).toMatchObject({
    changes: [
      { kind: 'identitiesChanged' },
      { to: { changes: [{ kind: 'add-phone', phone: next }, { state: 'replaced' }] } },
    ],
  })
})
