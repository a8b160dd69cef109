import { expect, test } from 'vitest'
import type { Member } from '#domain/members/member'
import { foundOf, identitiesOf, memberOf } from '#testing/example-member'
import { replaceCard } from './replace-card.ts'

const member = memberOf(1, { cards: { a: 'active', b: 'active' } })

function replace(newCardNo: string | undefined, members: readonly Member[], cardNo = 'a') {
  const input = { cardNo, state: 'lost', newCardNo, reason: '丢失' } as const
  return replaceCard.decide({
    input,
    found: { members: foundOf(...members), known: identitiesOf(...members) },
    nowMs: 0,
  })
}

test.each([
  ['nothing', undefined, [], []],
  [
    'a card that nobody has',
    'new',
    [{ kind: 'add-card', cardNo: 'new' }],
    [{ cardNo: 'new', cardRef: 3, memberNo: 1, state: 'active', homePhoneRef: undefined, isUnlinked: false }],
  ],
  ['another one of the same member', 'b', [], []],
])('a lost card is replaced by %s', (_name, newCardNo, added, newCards) => {
  const changes = [{ kind: 'card-state', card: member.cards[0], state: 'lost' }, ...added]
  const resolved = { kind: 'identitiesChanged', to: { memberNos: [1], changes: { newCards } } }
  expect(replace(newCardNo, [member])).toMatchObject({
    kind: 'done',
    answer: { memberNo: 1 },
    changes: [
      ...(newCards.length > 0 ? [resolved] : []),
      { kind: 'memberChanged', to: { member, changes, reason: '丢失' } },
    ],
  })
})

test.each([
  ['that nobody has', undefined, [], { kind: 'member-not-found' }],
  [
    'of a member who was erased',
    undefined,
    [{ ...member, state: { kind: 'erased' as const } }],
    { kind: 'member-erased' },
  ],
  [
    'of a member who was merged',
    undefined,
    [{ ...member, state: { kind: 'merged' as const, into: 2 } }],
    { kind: 'member-merged', into: 2 },
  ],
  [
    'by one of another member',
    'c',
    [member, memberOf(2, { cards: { c: 'lost' } })],
    { kind: 'card-of-other-member', memberNos: [2] },
  ],
  ['by a masked one', '12****34', [member], { kind: 'invalid-member', field: 'new_card_no' }],
])('a card is not replaced: one %s', (_name, newCardNo, members, refusal) => {
  expect(replace(newCardNo, members)).toMatchObject({ kind: 'refused', refusal })
})

test('a masked number names no card', () => {
  expect(replace(undefined, [member], '12****34')).toMatchObject({ refusal: { field: 'card_no' } })
})
