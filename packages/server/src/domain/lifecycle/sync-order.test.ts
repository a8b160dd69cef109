import { expect, test } from 'vitest'
import type { StoredOrder } from '#domain/orders/order-store'
import type { OrderVersion } from '#domain/orders/shop-order'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import type { StoredRedemption } from '#domain/sales/sale'
import type { ReturnPolicy } from '#domain/templates/template'
import { orderVersionWith } from '#testing/example-order'
import { templateOf } from '#testing/example-template'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import { keyOfVersion, type StoredCoupon } from './stored-coupon.ts'
import { syncVersion } from './sync-order.ts'

type Input = Parameters<typeof syncVersion.reads>[0]
type Found = Parameters<typeof syncVersion.decide>[0]['found']

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const createdAtMs = nowMs - 3_600_000
const coupon = numberedCoupon(1, { kind: 'unused' }, { couponId: 'T' })

type Given = Readonly<{
  version?: Partial<OrderVersion>
  /** Undefined: no coupon has the code. */
  coupon?: StoredCoupon | undefined
  stored?: StoredOrder | undefined
  /** Redemptions of the coupon. */
  redemptions?: readonly StoredRedemption[]
  policy?: ReturnPolicy
  found?: Partial<Found>
  input?: Partial<Input>
}>

/** A version that names the coupon `c1`, unless changed. Its content has the name of its stamp. */
function syncing(values: Given = {}) {
  const { stored, redemptions = [], policy = { kind: 'same-code', extendDays: 0 } } = values
  const version = orderVersionWith({ orderId: 'SO1', createdAtMs, stampMs: 1, couponCodes: ['c1'], ...values.version })
  const named = 'coupon' in values ? values.coupon : coupon
  const terms = templateOf({ returnPolicy: policy })
  const found: Found = {
    stored,
    keys: [`key ${version.stampMs}`],
    coupons: couponsByCode(...(named === undefined ? [] : [named])),
    uses: {
      onOrder: [],
      versions: new Map([[keyOfVersion({ couponId: 'T', version: 1 }), terms]]),
      returns: new Map(),
      redemptions: new Map([[1, redemptions]]),
      sold: { sales: [], redemptions: [], ended: new Map(), hasLostUploads: false },
    },
    identities: undefined,
    ...values.found,
  }
  const input = {
    version,
    content: '{}',
    policy: newSellerPolicy,
    newId: (place: number) => `r${place}`,
    ...values.input,
  }
  return syncVersion.decide({ input, found, nowMs })
}

function outcomeOf(input: Given) {
  const decision = syncing(input)
  return decision.kind === 'done' ? decision.answer.coupons[0] : decision.refusal
}

function kindsOf(input: Given): readonly string[] {
  const decision = syncing(input)
  return decision.kind === 'done' ? decision.changes.map(({ kind }) => kind) : []
}

/** What is stored after a version that arrived. */
function after(input: Given = {}): Pick<Given, 'stored' | 'coupon' | 'redemptions'> {
  const decision = syncing(input)
  if (decision.kind !== 'done') throw new Error('the version is refused')
  const { changes } = decision
  const saving = changes.find((one) => one.kind === 'savedOrder')?.to
  const step = changes.findLast((one) => one.kind === 'step')?.to
  if (saving === undefined) throw new Error('the order is not saved')
  const { history, coupons, version } = saving
  const { status, paidFen, lines } = version
  const stored = { orderNo: 1, status, paidFen, history, lines, coupons, version: 1 }
  const redemptions = changes.flatMap((one): readonly StoredRedemption[] => {
    return one.kind === 'newRedemption' ? [{ ...one.to.redemption, couponSeq: 1, returned: undefined }] : []
  })
  return { stored, redemptions, coupon: step?.to ?? ('coupon' in input ? input.coupon : coupon) }
}

test('the first version creates the order, and uses its coupon at the moment of the order', () => {
  const used = { redemptionId: 'r0', orderId: 'SO1', atMs: createdAtMs, shop: '01' }
  expect(syncing()).toMatchObject({
    answer: { outcome: 'created', coupons: [{ couponCode: 'c1', outcome: 'redeemed', redemptionId: 'r0' }] },
    changes: [
      { kind: 'step', to: { kind: 'redeemed', to: { state: { kind: 'used', redemption: used } } } },
      { kind: 'newRedemption', to: { redemption: used, couponSeq: 1 } },
      { kind: 'savedOrder', to: { isNewest: true, stored: undefined, decidesBuyer: false } },
    ],
  })
})

test.each<[string, Partial<StoredCoupon>, number, number]>([
  ['the coupon was issued later', { issuedAtMs: createdAtMs + 1000 }, createdAtMs, createdAtMs + 1000],
  ['the order is of the future', {}, nowMs + 1, nowMs],
])('a coupon is used after its issue, and not later than now: %s', (_what, changes, created, atMs) => {
  const input = { coupon: { ...coupon, ...changes }, version: { createdAtMs: created } }
  expect(syncing(input)).toMatchObject({ changes: [{ to: { to: { state: { redemption: { atMs } } } } }, {}, {}] })
})

test('the same content again changes nothing, and answers what is stored', () => {
  const stored = after()
  expect(syncing(stored)).toMatchObject({
    answer: { outcome: 'unchanged', coupons: [{ couponCode: 'c1', outcome: 'redeemed', redemptionId: 'r0' }] },
    changes: [],
  })
})

test.each([
  [200, 'done'],
  [201, 'refused'],
])('the versions of an order may name %i coupons: %s', (count, kind) => {
  const couponCodes = Array.from({ length: count }, (_, place) => `m${place}`)
  expect(syncing({ version: { couponCodes } }).kind).toBe(kind)
  const stored = after({ version: { couponCodes: couponCodes.slice(1) } }).stored
  const second = syncing({ stored, version: { stampMs: 2, couponCodes: couponCodes.slice(0, 1) } })
  expect(second).toMatchObject(kind === 'done' ? { kind } : { kind, refusal: { kind: 'too-many-coupons' } })
})

const used = (orderId: string) =>
  ({ kind: 'used', redemption: { redemptionId: 'r9', orderId, atMs: 1, shop: '01' } }) as const
const notUsable = (code: string) => ({ kind: 'not-usable', reason: { code } })
const held = (orderId: string, untilMs: number) => ({ kind: 'held', orderId, untilMs }) as const

test.each<[string, StoredCoupon | undefined, object]>([
  ['that does not exist', undefined, { kind: 'coupon-not-found' }],
  ['that is void', { ...coupon, state: { kind: 'void' } }, notUsable('VOID')],
  ['that another order used', { ...coupon, state: used('SO9') }, notUsable('USED_BY')],
  ['that another order holds', { ...coupon, state: held('SO9', nowMs + 1) }, notUsable('HELD_BY')],
  ['of another shop', withTerms({ shop: '02' }), notUsable('SHOP')],
  ['that costs more than the order', withTerms({ orderAmountFen: 1201 }), notUsable('SHORT')],
])('a coupon %s is refused, the order is stored, and it waits to be reconciled', (_what, named, refusal) => {
  expect(syncing({ coupon: named })).toMatchObject({
    kind: 'done',
    answer: { outcome: 'created', coupons: [{ outcome: 'refused', refusal }] },
    changes: [{ kind: 'savedOrder', to: { coupons: [{ outcome: 'refused', reconcileSinceMs: nowMs }] } }],
  })
})

function withTerms(terms: Partial<StoredCoupon['terms']>): StoredCoupon {
  return { ...coupon, terms: { ...coupon.terms, ...terms } }
}

test.each<[string, StoredCoupon]>([
  ['which the order holds', { ...coupon, state: held('SO1', nowMs + 1) }],
  ['which another order held to this millisecond', { ...coupon, state: held('SO9', nowMs) }],
  ['of the shop', withTerms({ shop: '01,02' })],
  ['which costs what the order does', withTerms({ orderAmountFen: 1200 })],
])('a coupon %s is used', (_what, named) => {
  expect(outcomeOf({ coupon: named })).toMatchObject({ outcome: 'redeemed' })
})

test.each([
  [true, 'redeemed'],
  [false, 'refused'],
])(
  'a coupon that was used elsewhere is taken over by an order that may do so (%s), and then %s',
  (takesOver, outcome) => {
    const elsewhere = { ...coupon, state: { kind: 'used' } } as const
    expect(outcomeOf({ coupon: elsewhere, input: { takesOver } })).toMatchObject({ outcome })
    expect(outcomeOf({ coupon: { ...coupon, state: used('SO9') }, input: { takesOver } })).toMatchObject({
      outcome: 'refused',
    })
  },
)

test.each([
  ['2026-11-27T23:59:59+08:00', 'NOT_STARTED'],
  ['2026-11-28T00:00:00+08:00', undefined],
  ['2026-11-28T23:59:59+08:00', undefined],
  ['2026-11-29T00:00:00+08:00', 'EXPIRED'],
])('dates are judged at the moment of the order, %s', (text, code) => {
  const dated = withTerms({ startDate: '2026-11-28', endDate: '2026-11-28' })
  const outcome = outcomeOf({ coupon: dated, version: { createdAtMs: Date.parse(text) } })
  expect(outcome).toMatchObject(code === undefined ? { outcome: 'redeemed' } : { outcome: 'refused', problem: code })
})

const returnable: ReturnPolicy = { kind: 'same-code', extendDays: 0 }
const returnedFor = (reason: string) => [{ kind: 'step', to: { kind: 'returned', reason } }, { kind: 'returned' }]
/** The redemption stays, and takes nothing of the order any more. */
const repriced = [{ kind: 'step', to: { kind: 'repriced', amounts: { offFen: 0 } } }, { kind: 'changedAmounts' }]

test.each<[string, ReturnPolicy, Partial<OrderVersion>, object, readonly object[]]>([
  ['still names it', returnable, {}, { outcome: 'redeemed', redemptionId: 'r0' }, []],
  [
    'no longer names it',
    returnable,
    { couponCodes: [] },
    { outcome: 'returned' },
    returnedFor('订单更新后不再使用该券'),
  ],
  [
    'closes the order',
    returnable,
    { status: 'TRADE_CLOSED' },
    { outcome: 'returned' },
    returnedFor('订单已关闭或退款'),
  ],
  [
    'closes the order, and its policy allows no return',
    { kind: 'none', extendDays: 0 },
    { status: 'TRADE_CLOSED' },
    { outcome: 'kept', problem: 'return-not-allowed' },
    repriced,
  ],
])('a coupon in use when a later version %s', (_what, policy, version, outcome, changes) => {
  const input = { policy, coupon: { ...coupon, templateVersion: 1 } }
  const next = { ...input, ...after(input), version: { stampMs: 2, ...version } }
  expect(outcomeOf(next)).toMatchObject(outcome)
  expect(syncing(next)).toMatchObject({ answer: { outcome: 'updated' }, changes: [...changes, { kind: 'savedOrder' }] })
})

test.each<[string, StoredCoupon['state'], string, readonly string[]]>([
  ['is free', { kind: 'unused' }, 'unused', ['savedOrder']],
  ['the order holds', held('SO1', nowMs + 1), 'released', ['step', 'savedOrder']],
  ['another order holds', held('SO9', nowMs + 1), 'unused', ['savedOrder']],
])('an order whose first version is closed uses no coupon: one that %s', (_what, state, outcome, kinds) => {
  const input = { coupon: { ...coupon, state }, version: { status: '已关闭' } }
  expect([outcomeOf(input), kindsOf(input)]).toEqual([expect.objectContaining({ outcome }), kinds])
})

test('a version that comes late leaves the newest one and what it uses', () => {
  const newest = after({ version: { stampMs: 5 } })
  const late = { ...newest, version: { stampMs: 4, couponCodes: [] } }
  expect(syncing(late)).toMatchObject({
    answer: { outcome: 'outdated', coupons: [{ outcome: 'redeemed', redemptionId: 'r0' }] },
    changes: [{ kind: 'savedOrder', to: { isNewest: false } }],
  })
})

test('a late version that used a coupon which the newest gave up uses it and gives it back', () => {
  const newest = after({ version: { stampMs: 5, couponCodes: [] } })
  const late = { ...newest, coupon, version: { stampMs: 4 } }
  expect(outcomeOf(late)).toMatchObject({ outcome: 'returned', redemptionId: 'r0' })
  expect(kindsOf(late)).toEqual(['step', 'step', 'newRedemption', 'returned', 'savedOrder'])
})

test('a coupon that a till redeemed for the order is used already, and comes back when the order is closed', () => {
  const ofTill = { coupon: { ...coupon, state: used('SO1') } }
  expect(outcomeOf(ofTill)).toMatchObject({ outcome: 'redeemed', redemptionId: 'r9' })
  expect(kindsOf(ofTill)).toEqual(['savedOrder'])
  const closing = { ...after(ofTill), version: { stampMs: 2, status: 'closed' } }
  expect(outcomeOf(closing)).toMatchObject({ outcome: 'returned' })
})

test('a version is judged by the rules that the first one brought, whatever they are now', () => {
  const couponCodes = ['c1', 'c2']
  const coupons = couponsByCode(coupon, numberedCoupon(2))
  const policy = { ...newSellerPolicy, maxPerOrder: 1 }
  const first = after({ version: { couponCodes: [] }, input: { policy } })
  const next = { stored: first.stored, found: { coupons }, version: { stampMs: 2, couponCodes } }
  const outcomes = [{ outcome: 'redeemed' }, { outcome: 'refused', problem: 'MAX_PER_ORDER' }]
  expect(syncing({ ...next, input: { policy: { ...policy, maxPerOrder: 2 } } })).toMatchObject({
    answer: { coupons: outcomes },
  })
})

test.each([
  ['a coupon without terms', {}, undefined],
  ['a coupon of shops', { shop: '02' }, ['shop']],
])('terms that a version says nothing of are named with the redemption: %s', (_what, terms, unjudged) => {
  const named = syncing({ coupon: withTerms(terms), version: { shop: undefined } })
  expect(named).toMatchObject({ changes: [{ kind: 'step', to: { kind: 'redeemed', unjudged } }, {}, {}] })
})
