import { describe, expect, test } from 'vitest'
import { emptyProfile, mergeUndoMs } from '#domain/members/member'
import { foundOf, memberOf } from '#testing/example-member'
import { mergeMembers, unmergeMembers } from './merge-members.ts'

const nowMs = Date.parse('2026-11-24T12:00:00+08:00')
const [p1, p2] = ['13800000001', '13800000002']
const from = memberOf(
  1,
  { phones: { [p1]: 'active', [p2]: 'replaced' }, cards: { a: 'active' } },
  { profile: { ...emptyProfile, name: '乙', birthday: '05-20' } },
)
const into = memberOf(2, { phones: { [p2]: 'active' } }, { profile: { ...emptyProfile, name: '甲' } })
const erased = memberOf(3, {}, { state: { kind: 'erased' } })
const gone = memberOf(4, {}, { state: { kind: 'merged', into: 2 } })

type Counted = Readonly<{ ofFrom?: number; ofInto?: number; memberTotal?: number | undefined }>

function merge(pair: Readonly<{ from: string; into: string }>, { ofFrom, ofInto, memberTotal }: Counted = {}) {
  const countOf = (count: number | undefined) => new Map(count === undefined ? [] : [['T', count]])
  const found = {
    members: foundOf(from, into, erased, gone),
    claims: new Map([
      [1, countOf(ofFrom)],
      [2, countOf(ofInto)],
    ]),
    memberTotals: new Map([['T', memberTotal]]),
    eventSeq: 7,
  }
  return mergeMembers.decide({ input: { ...pair, reason: '同一人' }, found, nowMs })
}

test('a merge tells what moves, what is filled in and what is kept, and how it can be undone', () => {
  const answer = {
    mergeId: '7',
    undoUntilMs: nowMs + mergeUndoMs,
    phoneCount: 1,
    cardCount: 1,
    filledFields: ['birthday'],
    keptFields: ['name'],
    limits: [],
  }
  expect(merge({ from: 'M1', into: 'M2' })).toEqual({
    kind: 'done',
    answer,
    changes: [{ kind: 'membersMerged', to: { from, into, mergeId: '7', reason: '同一人' } }],
  })
})

test.each([
  ['exceeded by both', { ofFrom: 1, ofInto: 1, memberTotal: 1 }, [{ couponId: 'T', claimed: 2, memberTotal: 1 }]],
  ['reached by one alone', { ofFrom: 1, memberTotal: 1 }, [{ couponId: 'T', claimed: 1, memberTotal: 1 }]],
  ['not reached', { ofFrom: 1, ofInto: 1, memberTotal: 3 }, []],
  ['what the other alone claimed', { ofInto: 3, memberTotal: 3 }, []],
  ['no longer one', { ofFrom: 3, ofInto: 3, memberTotal: undefined }, []],
])('a limit per member is told of where it matters: %s', (_name, counted, limits) => {
  expect(merge({ from: 'M1', into: 'M2' }, counted)).toMatchObject({ kind: 'done', answer: { limits } })
})

describe('members are not merged', () => {
  test.each([
    ['into itself', 'M1', 'M1', { kind: 'invalid-member', field: 'into_member_id' }],
    ['from nobody', 'M9', 'M2', { kind: 'member-not-found', field: 'from_member_id' }],
    ['into nobody', 'M1', 'nonsense', { kind: 'member-not-found', field: 'into_member_id' }],
    ['from one who was erased', 'M3', 'M2', { kind: 'member-erased', field: 'from_member_id' }],
    ['into one who was erased', 'M1', 'M3', { kind: 'member-erased', field: 'into_member_id' }],
    ['from one who was merged', 'M4', 'M1', { kind: 'member-merged', into: 2, field: 'from_member_id' }],
    ['into one who was merged', 'M1', 'M4', { kind: 'member-merged', into: 2, field: 'into_member_id' }],
  ])('%s', (_name, one, other, refusal) => {
    expect(merge({ from: one, into: other })).toMatchObject({ kind: 'refused', refusal })
  })
})

const stored = { mergeId: '7', from: 4, into: 2, mergedAtMs: nowMs, undoneAtMs: undefined, phoneRefs: [], cardRefs: [] }

function undo(at: number, merge: Parameters<typeof unmergeMembers.decide>[0]['found']['merge'] = stored) {
  const found = {
    merge,
    members: foundOf(from, into, erased, gone, memberOf(5, {}, { state: { kind: 'merged', into: 6 } })),
  }
  return unmergeMembers.decide({ input: { mergeId: '7', reason: undefined }, found, nowMs: at })
}

test('a merge is undone until 30 days are over, to the millisecond', () => {
  const changes = [{ kind: 'mergeUndone', to: { merge: stored, reason: undefined } }]
  expect(undo(nowMs + mergeUndoMs)).toEqual({ kind: 'done', answer: { from: 4, into: 2 }, changes })
  expect(undo(nowMs + mergeUndoMs + 1)).toMatchObject({ refusal: { kind: 'merge-not-undoable' } })
})

test.each([
  ['was undone before', { ...stored, undoneAtMs: nowMs }, { kind: 'merge-not-undoable' }],
  ['is of a member who was erased', { ...stored, from: 3 }, { kind: 'member-erased' }],
  ['led to a member who was erased', { ...stored, into: 3 }, { kind: 'member-erased' }],
  ['led to a member who was merged', { ...stored, into: 5 }, { kind: 'member-merged', into: 6 }],
])('a merge is not undone that %s', (_name, merge, refusal) => {
  expect(undo(nowMs, merge)).toMatchObject({ kind: 'refused', refusal })
})

test('a merge that there was not is not undone', () => {
  const found = { merge: undefined, members: foundOf() }
  expect(unmergeMembers.decide({ input: { mergeId: 'x', reason: undefined }, found, nowMs })).toMatchObject({
    refusal: { kind: 'merge-not-found' },
  })
})
