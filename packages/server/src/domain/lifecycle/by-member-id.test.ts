import { expect, test } from 'vitest'
import type { Named } from '#domain/members/identity-resolution'
import { act, done, load } from './act.ts'
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
