import { expect, test } from 'vitest'
import { sortRows } from '#domain/coupon/sort-rows'
import type { RowValues } from '#domain/jobs/job'
import { foundOf, identitiesOf, memberOf } from '#testing/example-member'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { issueRows, readCoupons, refusedMember, saveMembers } from './import-rows.ts'

const itemsOf = (rows: readonly RowValues[]) =>
  rows.map((values, place) => ({ place, target: { kind: 'row', values } as const }))

test('each row of members has its outcome, and a row that breaks a rule names the field', () => {
  const phone = '13800000001'
  const members = [memberOf(1, { phones: { [phone]: 'active' } }), memberOf(2, { phones: { [phone]: 'active' } })]
  const rows = [
    { phone: '13800000009' },
    { phone: '13800000009' },
    { phone: '138****0001' },
    { cardNo: '12****34' },
    { phone },
  ]
  const decided = saveMembers.decide({
    input: { items: itemsOf(rows) },
    found: { known: identitiesOf(...members), members: foundOf(...members) },
    nowMs: 0,
  })
  const invalid = (field: string) => ({ state: 'refused', refusal: 'invalid-row', fault: { field } })
  expect(decided).toMatchObject({
    answer: [
      [0, { state: 'done' }],
      [1, { state: 'unchanged' }],
      [2, invalid('phone')],
      [3, invalid('card_no')],
      [4, { state: 'refused', refusal: 'member-ambiguous' }],
    ],
  })
})

const rule = { zh: '太长', en: 'is too long' }

test.each([
  [
    { kind: 'invalid-member', field: 'name', rule },
    { refusal: 'invalid-row', fault: { field: 'name', rule } },
  ],
  [{ kind: 'member-ambiguous', memberNos: [1, 2] }, { refusal: 'member-ambiguous' }],
  [{ kind: 'member-merged', into: 2 }, { refusal: 'member-merged' }],
  [{ kind: 'member-erased' }, { refusal: 'member-erased' }],
] as const)('a row whose member is refused says why, without numbers of members', (refusal, item) => {
  expect(refusedMember(refusal)).toEqual({ state: 'refused', ...item })
})

test('each row of coupons has its outcome, and only what is new is issued', () => {
  const row = (couponCode: string, more: RowValues = {}) => ({ couponCode, ...more })
  const existing = sortRows([row('same'), row('differs')]).drafts.map((draft) => {
    return [draft.terms.couponCode, { ...storedCouponOf({ kind: 'unused' }), ...draft }] as const
  })
  const rows = [row('new'), row('new'), row('same'), row('differs', { channel: 'app' }), row('')]
  const decided = issueRows.decide({
    input: readCoupons(itemsOf(rows), 'call'),
    found: { existing: new Map(existing), known: identitiesOf() },
    nowMs: 0,
  })
  expect(decided).toMatchObject({
    kind: 'done',
    answer: [
      [4, { state: 'refused', refusal: 'invalid-row', fault: { field: 'couponCode' } }],
      [0, { state: 'done', couponCodes: ['new'] }],
      [1, { state: 'unchanged' }],
      [2, { state: 'unchanged' }],
      [3, { state: 'refused', refusal: 'coupon-differs', fault: { field: 'channel' } }],
    ],
  })
  if (decided.kind !== 'done') throw new TypeError('it is refused')
  const issued = decided.changes.filter(({ kind }) => kind === 'issued')
  expect(issued).toMatchObject([{ to: { drafts: [{ terms: { couponCode: 'new' } }] } }])
})
