import { expect, test } from 'vitest'
import type { Named } from '#domain/members/identity-resolution'
import { foundOf, memberOf } from '#testing/example-member'
import { act, done, load, loadAll, loadBy } from './act.ts'
import { byMemberId } from './by-member-id.ts'

type ByNumber = Readonly<{ member: Named; count: number }>

const byNumber = act({
  reads: (_input: ByNumber) => load({}),
  decide: ({ input }) => done(input),
})
const byId = byMemberId(byNumber, ({ count }: Readonly<{ memberId: string; count: number }>, member) => ({
  member,
  count,
}))
const input = { memberId: 'M7', count: 2 }

test('an act by the id of a member is the one by the number in use', () => {
  const named = { phone: undefined, cardNo: 'K1' }
  const found = { kind: 'named', named, found: {} } as const
  expect(byId.decide({ input, found, nowMs: 0 })).toEqual({
    kind: 'done',
    answer: { member: named, count: 2 },
    changes: [],
  })
})

test('a member that cannot be named is refused, and the act is not decided', () => {
  const refusal = { kind: 'member-not-found' } as const
  expect(byId.decide({ input, found: { kind: 'refused', refusal }, nowMs: 0 })).toEqual({
    kind: 'refused',
    refusal: { kind: 'member-refused', refusal },
  })
})

test.each([
  ['M1', { cardNo: 'K1', phone: undefined }],
  ['M2', { cardNo: undefined, phone: '13800000002' }],
  ['M3', { kind: 'invalid-member', field: 'member_id' }],
  ['M4', { kind: 'member-merged', into: 1 }],
  ['M5', { kind: 'member-erased' }],
  ['M6', { kind: 'member-not-found' }],
])('%s is named by the card in use, without one by the phone, or refused', async (memberId, expected) => {
  const members = foundOf(
    memberOf(1, { cards: { K0: 'lost', K1: 'active' }, phones: { 13800000001: 'active' } }),
    memberOf(2, { cards: { K2: 'lost' }, phones: { 13800000003: 'replaced', 13800000002: 'active' } }),
    memberOf(3, { cards: { K3: 'lost' }, phones: { 13800000004: 'replaced' } }),
    memberOf(4, {}, { state: { kind: 'merged', into: 1 } }),
    memberOf(5, {}, { state: { kind: 'erased' } }),
  )
  const query = { memberId, count: 2 }
  const found = await loadAll(byId.reads(query, { nowMs: 0 }), loadBy({ members: async () => members }))
  const decided = byId.decide({ input: query, found, nowMs: 0 })
  const refusal = { kind: 'refused', refusal: { kind: 'member-refused', refusal: expected } }
  expect(decided).toMatchObject('kind' in expected ? refusal : { kind: 'done', answer: { member: expected } })
})
