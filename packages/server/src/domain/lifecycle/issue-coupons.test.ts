import { expect, test } from 'vitest'
import { sortRows } from '#domain/coupon/sort-rows'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { issuedItems, issueSorted } from './issue-coupons.ts'

const known: KnownIdentities = {
  phones: new Map(),
  cards: new Map(),
  holdings: new Map(),
  free: { phoneRef: 1, cardRef: 1, memberNo: 1 },
}
const row = (couponCode: string, more: object = {}) => ({ couponCode, ...more })

type Rows = Parameters<typeof sortRows>[0]

function issuing(rows: Rows, { existing = [], unreadable = 0 }: { existing?: Rows; unreadable?: number } = {}) {
  const coupons = sortRows(existing).drafts.map((draft) => {
    return [draft.terms.couponCode, { ...storedCouponOf({ kind: 'unused' }), ...draft }] as const
  })
  const found = { existing: new Map(coupons), known }
  return issueSorted.decide({ input: { sorted: sortRows(rows), unreadable }, found, nowMs: 0 })
}

test('new coupons are issued in order, after identity resolution, who share what they name', () => {
  const decided = issuing([row('a', { phone: '13800000001' }), row('b', { phone: '13800000001' }), row('c')])
  const owner = { phoneRef: 1, cardRef: undefined, memberNos: [1] }
  const nobody = { phoneRef: undefined, cardRef: undefined, memberNos: [] }
  expect(decided).toMatchObject({
    kind: 'done',
    answer: { others: [] },
    changes: [
      { kind: 'identitiesChanged', to: { memberNos: [1], changes: { newMemberNos: [1] } } },
      {
        kind: 'issued',
        to: {
          drafts: ['a', 'b', 'c'].map((couponCode) => ({ terms: { couponCode } })),
          named: [owner, owner, nobody],
          templateVersion: undefined,
        },
      },
    ],
  })
})

test('each coupon has its outcome: what exists is compared, a repetition with its first, and only new ones are issued', () => {
  const decided = issuing(
    [
      row('new'),
      row('same', { channel: 'app' }),
      row('differs', { channel: 'app' }),
      row('new'),
      row('new', { channel: 'app' }),
      row(''),
    ],
    { existing: [row('same', { channel: 'app' }), row('differs', { channel: 'erp' })] },
  )
  if (decided.kind !== 'done') throw new TypeError('it is refused')
  expect(issuedItems(decided.answer, 6)).toMatchObject([
    { kind: 'created' },
    { kind: 'existing' },
    { kind: 'conflict', fields: ['channel'] },
    { kind: 'duplicate' },
    { kind: 'conflict', fields: ['channel'] },
    { kind: 'invalid', field: 'couponCode' },
  ])
  expect(decided.changes).toMatchObject([{}, { to: { drafts: [{ terms: { couponCode: 'new' } }] } }])
})

test('an equal repetition of a coupon that exists is one of the row before it', () => {
  const decided = issuing([row('same'), row('same')], { existing: [row('same')] })
  if (decided.kind !== 'done') throw new TypeError('it is refused')
  expect(issuedItems(decided.answer, 2)).toEqual([{ kind: 'existing' }, { kind: 'duplicate' }])
})

test('a repetition of a coupon that exists is compared with that, not with the row before it', () => {
  const voided = (couponCode: string) => row(couponCode, { status: '3' })
  const decided = issuing(
    [row('void'), voided('void'), row('other', { channel: 'app' }), row('other', { channel: 'app' }), row('new')],
    { existing: [voided('void'), row('other')] },
  )
  if (decided.kind !== 'done') throw new TypeError('it is refused')
  expect(issuedItems(decided.answer, 5)).toMatchObject([
    { kind: 'existing' },
    { kind: 'existing' },
    { kind: 'conflict', fields: ['channel'] },
    { kind: 'conflict', fields: ['channel'] },
    { kind: 'created' },
  ])
})

test.each([
  ['nothing was created and one differs', [row('a', { channel: 'app' })], [row('a')], 0, 'refused'],
  ['nothing was created and one is no coupon', [row('')], [], 0, 'refused'],
  ['nothing was created and one could not be read', [row('a')], [row('a')], 1, 'refused'],
  ['every coupon exists', [row('a')], [row('a')], 0, 'done'],
  ['one was created beside one that failed', [row('a'), row('')], [], 1, 'done'],
] as const)('an issue in which %s', (_name, rows, existing, unreadable, kind) => {
  const decided = issuing(rows, { existing, unreadable })
  expect(decided.kind).toBe(kind)
  if (decided.kind === 'done') expect(decided.changes.length).toBe(existing.length === 0 ? 2 : 0)
  else expect(decided.refusal).toMatchObject({ kind: 'nothing-issued', others: [[0, {}]] })
})
