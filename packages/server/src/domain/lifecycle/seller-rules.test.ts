import { expect, test } from 'vitest'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import type { ShopGroup } from '#domain/shops/shop-group-store'
import { changePolicy } from './change-policy.ts'
import { setRetention } from './set-retention.ts'
import { deleteShopGroup, setShopGroup } from './set-shop-group.ts'

const nowMs = 1000
const group: ShopGroup = { name: 'east', shops: '01,02', version: 7, setAtMs: 1 }
const eventSeq = 30

test('a policy changes in what is named, and keeps the rest', () => {
  const stored = { policy: { ...newSellerPolicy, maxPerOrder: 3 }, version: 4, setAtMs: 1 }
  const to = { policy: { ...stored.policy, insured: 'include' }, version: 5, setAtMs: nowMs }
  expect(changePolicy.decide({ input: { changes: { insured: 'include' } }, found: { stored }, nowMs })).toEqual({
    kind: 'done',
    answer: to,
    changes: [{ kind: 'policyChanged', to: { from: stored, to } }],
  })
})

test('a policy of which nothing is changed stays as it is, without an event', () => {
  const stored = { policy: newSellerPolicy, version: 4, setAtMs: 1 }
  const found = { stored }
  expect(changePolicy.decide({ input: { changes: {} }, found, nowMs })).toEqual({
    kind: 'done',
    answer: stored,
    changes: [],
  })
})

const twoPeople = {
  ...newSellerPolicy,
  isApprovalAsked: true,
  isSecondPersonAsked: true,
  issueApprovalFen: 1000,
} as const
const alone = { kind: 'refused', refusal: { kind: 'approval-stays' } }

test.each<[string, Partial<typeof newSellerPolicy>, number | undefined, object]>([
  ['templates need no approval any more', { isApprovalAsked: false }, 4, alone],
  ['a second person is not asked any more', { isSecondPersonAsked: false }, 4, alone],
  ['more is issued alone', { issueApprovalFen: 1001 }, 4, alone],
  ['any amount is issued alone', { issueApprovalFen: null }, 4, alone],
  ['as much is issued alone', { issueApprovalFen: 1000 }, 4, { kind: 'done' }],
  ['nothing is issued alone', { issueApprovalFen: 0 }, 4, { kind: 'done' }],
  ['two people are still asked', { isApprovalAsked: true, isSecondPersonAsked: true }, 4, { kind: 'done' }],
  ['the command line ends it', { isApprovalAsked: false }, undefined, { kind: 'done' }],
  ['the rules were set since', {}, 3, { kind: 'refused', refusal: { kind: 'changed', setAtMs: 1 } }],
])('who looked at a policy of two people changes it: %s', (_what, changes, seenVersion, decision) => {
  const found = { stored: { policy: twoPeople, version: 4, setAtMs: 1 } }
  expect(changePolicy.decide({ input: { changes, seenVersion }, found, nowMs })).toMatchObject(decision)
})

test('rules that one person keeps off are no rules of two people', () => {
  const found = { stored: { policy: newSellerPolicy, version: 4, setAtMs: 1 } }
  const changes = { isApprovalAsked: false, isSecondPersonAsked: false, issueApprovalFen: 0 }
  expect(changePolicy.decide({ input: { changes, seenVersion: 4 }, found, nowMs }).kind).toBe('done')
})

test.each([
  ['a first policy keeps for ever what it does not name', undefined, { request: 30 }],
  [
    'a later one leaves as it is what it does not name',
    { request: 30, member: 90, event: undefined },
    { member: 1000 },
  ],
  ['one may end what another began', { request: 30, member: 90, event: 400 }, { event: undefined }],
])('%s', (_what, former, days) => {
  const stored = former && { days: former, setAtMs: 1, nextPassMs: 77 }
  const all = { request: undefined, member: undefined, event: undefined, ...former, ...days }
  const to = { days: all, setAtMs: nowMs, nextPassMs: 0 }
  expect(setRetention.decide({ input: { days }, found: { stored, waiting: undefined }, nowMs })).toEqual({
    kind: 'done',
    answer: all,
    changes: [{ kind: 'retentionSet', to: { isNew: former === undefined, to, changed: days } }],
  })
})

type Given = Readonly<{ stored?: ShopGroup; shops?: string; seenVersion?: number; unknown?: readonly string[] }>

function set({ stored, shops = '01,03', seenVersion, unknown = [] }: Given) {
  const found = { stored, eventSeq, unknown }
  return setShopGroup.decide({ input: { name: 'east', shops, seenVersion }, found, nowMs })
}

function changed(from: ShopGroup | undefined, version: number) {
  const to = { name: 'east', shops: '01,03', version, setAtMs: nowMs }
  const answer = { version, setAtMs: nowMs, shopCount: 2 }
  return { kind: 'done', answer, changes: [{ kind: 'shopGroupChanged', to: { name: 'east', from, to } }] }
}

test.each<[string, Given, ShopGroup | undefined, number]>([
  ['a new group begins with the number of its event', {}, undefined, eventSeq],
  ['a new group that nobody saw begins with it too', { seenVersion: 0 }, undefined, eventSeq],
  ['a group gets the next version', { stored: group }, group, 8],
  ['a group that is as it was seen gets the next version', { stored: group, seenVersion: 7 }, group, 8],
])('%s', (_what, input, from, version) => {
  expect(set(input)).toEqual(changed(from, version))
})

test('a group is not set with a shop that is not known', () => {
  const refusal = { kind: 'unknown-shops', shops: ['03', '04'] }
  expect(set({ unknown: ['03', '04'] })).toEqual({ kind: 'refused', refusal })
})

test.each<[string, Given]>([
  ['that was seen in an earlier version', { stored: group, seenVersion: 6 }],
  ['that was seen in a later version', { stored: group, seenVersion: 8 }],
  ['that nobody saw', { stored: group, seenVersion: 0 }],
  ['that was deleted since it was seen', { seenVersion: 7 }],
])('a group %s is not changed', (_what, input) => {
  expect(set(input)).toEqual({ kind: 'refused', refusal: { kind: 'changed' } })
})

test.each([0, 6, 7])('a group seen in version %i that has these shops stays as it is', (seenVersion) => {
  const answer = { version: 7, setAtMs: 1, shopCount: 2 }
  expect(set({ stored: group, shops: group.shops, seenVersion })).toEqual({ kind: 'done', answer, changes: [] })
})

const use = (couponId: string, isClosed: boolean) => ({ group: 'east', couponId, couponName: couponId, isClosed })

test('a group that closed templates name is deleted, and the answer counts them', () => {
  const found = { stored: group, uses: [use('11', true), use('12', true)] }
  expect(deleteShopGroup.decide({ input: { name: 'east' }, found, nowMs })).toEqual({
    kind: 'done',
    answer: { shopCount: 2, closedCount: 2 },
    changes: [{ kind: 'shopGroupChanged', to: { name: 'east', from: group, to: undefined } }],
  })
})

test.each([
  ['that open templates name', { stored: group, uses: [use('11', true), use('12', false)] }, ['12']],
  ['that does not exist', { stored: undefined, uses: [] }, undefined],
])('a group %s is not deleted', (_what, found, couponIds) => {
  const refusal = couponIds === undefined ? { kind: 'unknown' } : { kind: 'used', couponIds }
  expect(deleteShopGroup.decide({ input: { name: 'east' }, found, nowMs })).toEqual({ kind: 'refused', refusal })
})
