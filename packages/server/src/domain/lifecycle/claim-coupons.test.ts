import { expect, test } from 'vitest'
import type { KnownIdentities } from '#domain/members/identity-resolution'
import type { StoredTemplate } from '#domain/templates/template-store'
import { storedCouponOf } from '#testing/example-stored-coupon'
import { storedTemplateOf } from '#testing/example-stored-template'
import { claimGivenCodes, claimReservedCode } from './claim-coupons.ts'
import type { FoundClaim } from './decide-claim.ts'

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const today = '2026-11-29'
const member = { phone: '13800000001', cardNo: undefined }
const known: KnownIdentities = {
  phones: new Map(),
  cards: new Map(),
  holdings: new Map(),
  free: { phoneRef: 1, cardRef: 1, memberNo: 1 },
}
const newMember = { phoneRef: 1, cardRef: undefined, memberNos: [1] }
const none = { total: 0, day: today, onDay: 0 }

type Given = Readonly<{
  template?: StoredTemplate
  found?: Partial<FoundClaim>
  codes?: readonly string[]
  withoutMember?: boolean
  isDryRun?: boolean
  taken?: readonly string[]
}>

function claiming({ template = storedTemplateOf(), found, codes = ['a', 'b'], taken = [], ...given }: Given) {
  const { withoutMember = false, isDryRun } = given
  const input = { couponId: 'T', member: withoutMember ? undefined : member, couponCodes: codes, channel: 'app' }
  const read = { newest: template, published: undefined, template, known: withoutMember ? undefined : known }
  const claim = { ...read, counts: [], ...found }
  return claimGivenCodes.decide({ input: { ...input, isDryRun }, found: { claim, taken: new Set(taken) }, nowMs })
}

const counting = { countsMembers: true, countsStock: true }
const counts = (total: number, onDay = total) => [{ count: { total, day: today, onDay }, isNew: false }]

test('a claim names the member, and issues coupons of the version with its days', () => {
  expect(claiming({ template: storedTemplateOf({}, { version: 3 }) })).toMatchObject({
    kind: 'done',
    answer: { couponCodes: ['a', 'b'], startDate: today, endDate: '2026-12-28' },
    changes: [
      { kind: 'identitiesChanged', to: { memberNos: [1] } },
      {
        kind: 'issued',
        to: {
          drafts: [
            { terms: { couponCode: 'a', phone: member.phone, channel: 'app', couponId: 'T', billDate: today } },
            { terms: { couponCode: 'b' } },
          ],
          named: [newMember, newMember],
          templateVersion: 3,
        },
      },
    ],
  })
})

test('codes without a member name nobody, and keep no window', () => {
  const template = storedTemplateOf({ claimFrom: '2026-12-01 00:00:00', memberTotal: 1 }, { countsMembers: true })
  const claimed = claiming({ template, withoutMember: true })
  const nobody = { phoneRef: undefined, cardRef: undefined, memberNos: [] }
  expect(claimed).toMatchObject({ changes: [{ kind: 'issued', to: { named: [nobody, nobody] } }] })
  expect(claiming({ template })).toMatchObject({ refusal: { kind: 'claim-not-open' } })
})

test.each<readonly [string, Given, object]>([
  ['does not exist', { found: { newest: undefined } }, { kind: 'template-not-found' }],
  ['is closed', { template: storedTemplateOf({}, { isClosed: true }) }, { kind: 'template-closed' }],
  [
    'is a draft',
    { template: storedTemplateOf({ state: 'draft' }) },
    { kind: 'template-not-published', publishAt: undefined },
  ],
  [
    'is published in a second',
    { template: storedTemplateOf({ publishAt: '2026-11-29 12:00:01' }) },
    { kind: 'template-not-published', publishAt: '2026-11-29 12:00:01' },
  ],
])('a template that %s is not claimed', (_name, input, refusal) => {
  expect(claiming(input)).toEqual({ kind: 'refused', refusal })
})

test('a template is claimed from the second of its publication; until then from the version before', () => {
  expect(claiming({ template: storedTemplateOf({ publishAt: '2026-11-29 12:00:00' }) }).kind).toBe('done')
  const newest = storedTemplateOf({ state: 'draft' }, { version: 2 })
  expect(claiming({ found: { newest, published: storedTemplateOf() } })).toMatchObject({
    changes: [{}, { to: { templateVersion: 1 } }],
  })
})

const stock = (terms: Parameters<typeof storedTemplateOf>[0], total: number) =>
  storedTemplateOf(terms, { ...counting, claimed: { total, day: today, onDay: total } })

test.each<readonly [string, Given, object | 'done']>([
  ['fits into the stock', { template: stock({ stockTotal: 5 }, 3) }, 'done'],
  ['exceeds the stock', { template: stock({ stockTotal: 5 }, 4) }, { kind: 'stock-exhausted', left: 1 }],
  ['exceeds a stock that was lowered', { template: stock({ stockTotal: 5 }, 9) }, { kind: 'stock-exhausted', left: 0 }],
  ['fits into the day', { template: stock({ stockPerDay: 5 }, 3) }, 'done'],
  ['exceeds the day', { template: stock({ stockPerDay: 5 }, 4) }, { kind: 'stock-exhausted', left: 1 }],
  ["fits into the member's limit", { template: stock({ memberTotal: 3 }, 0), found: { counts: counts(1) } }, 'done'],
  [
    "exceeds the member's limit",
    { template: stock({ memberTotal: 3 }, 0), found: { counts: counts(2) } },
    { kind: 'member-limit-reached', left: 1 },
  ],
  [
    "exceeds the member's day",
    { template: stock({ memberPerDay: 3 }, 0), found: { counts: counts(2) } },
    { kind: 'member-limit-reached', left: 1 },
  ],
  [
    'exceeds both: the total stock is told first',
    { template: stock({ stockTotal: 1, memberTotal: 1 }, 1), found: { counts: counts(1) } },
    { kind: 'stock-exhausted', left: 0 },
  ],
  [
    'exceeds both days: the member is told first',
    { template: stock({ stockPerDay: 1, memberPerDay: 1 }, 1), found: { counts: counts(1) } },
    { kind: 'member-limit-reached', left: 0 },
  ],
])('a claim of two that %s', (_name, input, expected) => {
  const decided = claiming(input)
  if (expected === 'done') expect(decided.kind).toBe('done')
  else expect(decided).toEqual({ kind: 'refused', refusal: expected })
})

test('what is claimed is counted, and a dry run answers what is left of it', () => {
  const template = stock({ stockTotal: 9, memberTotal: 5 }, 3)
  const input = { template, found: { counts: counts(1) }, isDryRun: true }
  const count = (total: number) => ({ total, day: today, onDay: total })
  expect(claiming(input)).toMatchObject({
    answer: { left: { stock: 4, member: 2 } },
    changes: [
      { kind: 'identitiesChanged' },
      { kind: 'counted', to: { by: { kind: 'member', memberNo: 1 }, count: count(3), isNew: false } },
      { kind: 'counted', to: { by: { kind: 'template' }, count: count(5), isNew: false } },
      { kind: 'issued' },
    ],
  })
  expect(claiming({ template, isDryRun: true, withoutMember: true })).toMatchObject({
    answer: { left: { stock: 4, member: undefined } },
  })
  const first = { template, found: { counts: [{ count: none, isNew: true }] } }
  expect(claiming(first)).toMatchObject({ changes: [{}, { to: { count: count(2), isNew: true } }, {}, {}] })
})

test('what was counted for those who gave the phone up is forgotten by a claim without a card', () => {
  const members = [
    { memberNo: 1, state: 'active' },
    { memberNo: 7, state: 'replaced' },
  ] as const
  const phones = new Map([[member.phone, { phoneRef: 1, isUnlinked: true, members }]])
  const held = { phones: 1, activePhones: 1, cards: 0, activeCards: 0 }
  const holdings = new Map([1, 7].map((memberNo) => [memberNo, held]))
  const found = {
    counts: counts(1),
    known: { ...known, phones, holdings, free: { phoneRef: 2, cardRef: 1, memberNo: 8 } },
  }
  const { changes } = claiming({ template: stock({ memberTotal: 9 }, 0), found }) as { changes?: readonly object[] }
  expect(changes).toContainEqual({ kind: 'phoneClaimed', to: { formerMembers: [7] } })
})

test('limits that were dropped are counted on, and nothing is left of them', () => {
  const input = { template: stock({}, 3), found: { counts: counts(1) }, isDryRun: true }
  expect(claiming(input)).toMatchObject({
    answer: { left: { stock: undefined, member: undefined } },
    changes: [{ kind: 'identitiesChanged' }, { kind: 'counted' }, { kind: 'counted' }, { kind: 'issued' }],
  })
})

test('codes that something has are made anew', () => {
  expect(claiming({ taken: ['b'] })).toEqual({ kind: 'refused', refusal: { kind: 'codes-taken' } })
})

const reserved = { couponId: 'T', channel: 'flyer' }

function claimingCode(
  input: { couponId?: string; channel?: string; isReserved?: boolean; isTaken?: boolean },
  template = storedTemplateOf(),
) {
  const { couponId, channel, isReserved = true, isTaken = false } = input
  const claim = { newest: template, published: undefined, template, known, counts: [] }
  const coupons = new Map(isTaken ? [['a', storedCouponOf({ kind: 'unused' })]] : [])
  const found = { reserved: isReserved ? reserved : undefined, coupons, claim: isTaken ? undefined : claim }
  return claimReservedCode.decide({ input: { couponCode: 'a', couponId, channel, member }, found, nowMs })
}

test.each([
  [{ isReserved: false }, 'code-not-reserved'],
  [{ couponId: 'other' }, 'code-not-reserved'],
  [{ isTaken: true }, 'code-already-claimed'],
])('a code is not claimed with %j', (input, kind) => {
  expect(claimingCode(input)).toEqual({ kind: 'refused', refusal: { kind } })
})

test('a reserved code of a template that gives nothing more is not claimed', () => {
  const refusal = { kind: 'template-closed' }
  expect(claimingCode({}, storedTemplateOf({}, { isClosed: true }))).toEqual({ kind: 'refused', refusal })
  expect(claimingCode({}, stock({ stockTotal: 3 }, 3))).toMatchObject({ refusal: { kind: 'stock-exhausted', left: 0 } })
})

test('a reserved code becomes a coupon of its template, through the channel of the claim or else of the reservation', () => {
  for (const [given, channel] of [
    [{}, 'flyer'],
    [{ couponId: 'T', channel: 'app' }, 'app'],
  ] as const) {
    expect(claimingCode(given)).toMatchObject({
      answer: { couponCodes: ['a'] },
      changes: [
        { kind: 'identitiesChanged' },
        { kind: 'issued', to: { drafts: [{ terms: { couponCode: 'a', channel } }] } },
      ],
    })
  }
})
