import { expect, test } from 'vitest'
import type { Quote } from '#domain/basket/quote'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import { unpriced } from './judge-on-order.ts'
import { type RedeemRefusal, redemption } from './redeem-coupons.ts'
import type { StoredCoupon } from './stored-coupon.ts'

type Input = Parameters<typeof redemption.reads>[0]
type Found = Parameters<typeof redemption.decide>[0]['found']

const nowMs = Date.parse('2026-11-29T12:00:00.500+08:00')
const hourMs = 3_600_000
const coupon = numberedCoupon(1)

const plainInput: Input = {
  ...unpriced,
  couponCodes: ['c1'],
  orderId: 'SO1',
  shop: undefined,
  mustKnowShop: true,
  redeemedAtMs: undefined,
  newId: (place) => `r${place}`,
}
const plainFound: Found = {
  isShopKnown: true,
  coupons: couponsByCode(coupon),
  onOrder: { uses: [], isCounted: false },
  facts: { versions: new Map(), groups: [] },
  reserved: undefined,
  returns: new Map(),
  sale: undefined,
}

function redeeming(input: Partial<Input> = {}, found: Partial<Found> = {}, atMs = nowMs) {
  return redemption.decide({ input: { ...plainInput, ...input }, found: { ...plainFound, ...found }, nowMs: atMs })
}

function refusalOf(input: Partial<Input>, found: Partial<Found> = {}, atMs = nowMs): RedeemRefusal | undefined {
  const decision = redeeming(input, found, atMs)
  return decision.kind === 'refused' ? decision.refusal : undefined
}

const foundAs = (...coupons: readonly StoredCoupon[]) => ({ coupons: couponsByCode(...coupons) })

test('an unused coupon is used for the order, and its redemption has the number that was made', () => {
  const used = { redemptionId: 'r0', orderId: 'SO1', atMs: nowMs, shop: '01' }
  const redemptions = [{ couponCode: 'c1', redemptionId: 'r0', offFen: undefined }]
  expect(redeeming({ shop: '01' })).toMatchObject({
    kind: 'done',
    answer: { redeemedAtMs: nowMs, redemptions, combination: undefined },
    changes: [
      { kind: 'step', to: { kind: 'redeemed', from: coupon, to: { state: { kind: 'used', redemption: used } } } },
      { kind: 'newRedemption', to: { redemption: { ...used, amounts: undefined }, couponSeq: 1 } },
    ],
  })
})

test.each([
  ['a shop that is not in the list', { shop: '望京' }, false, { kind: 'shop-unknown', shop: '望京' }],
  ['no shop', {}, false, undefined],
  ['a shop that is in it', { shop: '01' }, true, undefined],
])('of %s: %j', (_what, input, isShopKnown, refusal) => {
  expect(refusalOf(input, { isShopKnown })).toEqual(refusal)
})

test.each([
  [
    { shop: '01', mustKnowShop: true },
    { kind: 'knownShop', by: '01' },
  ],
  [{ shop: '01', mustKnowShop: false }, undefined],
  [{ mustKnowShop: true }, undefined],
])('a shop is looked up with the coupons, only where one is named and must be known: %j', (input, read) => {
  const { value } = redemption.reads({ ...plainInput, ...input }, { nowMs }).next()
  expect(value).toMatchObject({ coupons: { kind: 'coupons' }, ...(read && { isShopKnown: read }) })
  if (read === undefined) expect(value).not.toHaveProperty('isShopKnown')
})

test('the sum of the order is told once, by the first coupon, and not where the order has coupons', () => {
  const amounts = { kind: 'total', fen: 5000 } as const
  const input = { couponCodes: ['c2', 'c1'], basket: { ...unpriced.basket, amounts } }
  const found = foundAs(numberedCoupon(1), numberedCoupon(2))
  expect(redeeming(input, found)).toMatchObject({
    answer: {
      redemptions: [
        { couponCode: 'c2', offFen: 1000 },
        { couponCode: 'c1', offFen: 1000 },
      ],
    },
    changes: [
      { to: { from: { seq: 1 }, orderFen: 5000 } },
      { to: { from: { seq: 2 }, orderFen: undefined } },
      { kind: 'newRedemption', to: { couponSeq: 1 } },
      { kind: 'newRedemption', to: { couponSeq: 2 } },
    ],
  })
  const onOrder = { uses: [], isCounted: true }
  expect(redeeming(input, { ...found, onOrder })).toMatchObject({
    changes: [{ to: { orderFen: undefined } }, {}, {}, {}],
  })
})

test.each([
  ['72 hours ago', nowMs - 72 * hourMs, undefined],
  ['a millisecond before', nowMs - 72 * hourMs - 1, 'redeemed-at-not-allowed'],
  ['five minutes ahead', nowMs + 300_000, undefined],
  ['a millisecond later', nowMs + 300_001, 'redeemed-at-not-allowed'],
])('a till may say that it redeemed up to three days ago and five minutes ahead: %s', (_what, redeemedAtMs, kind) => {
  expect(refusalOf({ redeemedAtMs })?.kind).toBe(kind)
})

test.each<[string, Partial<StoredCoupon>, number | undefined, number]>([
  ['its issue', { issuedAtMs: nowMs - hourMs }, undefined, nowMs - hourMs],
  ['its day of issue, which is earlier', withBillDate('2026-11-28'), undefined, Date.parse('2026-11-28T00:00+08:00')],
  ['its return', { returnCount: 1 }, nowMs - hourMs, nowMs - hourMs],
])('no till redeems a coupon before the second of %s', (_what, changes, returnedMs, firstMs) => {
  const found = {
    ...foundAs({ ...coupon, ...changes }),
    returns: new Map(returnedMs === undefined ? [] : [[1, returnedMs]]),
  }
  const fromMs = firstMs - (firstMs % 1000)
  expect(refusalOf({ redeemedAtMs: fromMs }, found)).toBeUndefined()
  expect(refusalOf({ redeemedAtMs: fromMs - 1 }, found)).toEqual({
    kind: 'redeemed-too-early',
    couponCode: 'c1',
    fromMs,
  })
  expect(refusalOf({}, found)).toBeUndefined()
})

function withBillDate(billDate: string): Partial<StoredCoupon> {
  return { issuedAtMs: nowMs - hourMs, terms: { ...coupon.terms, billDate } }
}

const quote: Quote = {
  basket: { orderId: undefined, shop: undefined, atMs: nowMs, channel: undefined, member: undefined, lines: [] },
  policyVersion: 0,
  coupons: { c1: 1 },
  earlier: [],
  validUntilMs: nowMs + 1,
}
const earlierUse = { couponCode: 'c9', redemptionId: 'r9', couponId: undefined, templateVersion: undefined }

test.each<[string, Quote | 'stale', Partial<Found>]>([
  ['that is no quote of the seller', 'stale', {}],
  ['that ended with this millisecond', { ...quote, validUntilMs: nowMs }, {}],
  ['of other rules', { ...quote, policyVersion: 1 }, {}],
  ['of the coupon before its last step', { ...quote, coupons: { c1: 2 } }, {}],
  ['without the coupon', { ...quote, coupons: {} }, {}],
  ['of a coupon that exists no more', quote, foundAs()],
  ['of an order with another coupon', { ...quote, earlier: ['c9'] }, {}],
  ['of an order without the coupon that it has', quote, { onOrder: { uses: [earlierUse as never], isCounted: true } }],
])('a quote %s is stale', (_what, input, found) => {
  expect(refusalOf({ quote: input }, found)).toEqual({ kind: 'quote-stale' })
})

test('a quote is good to its last millisecond, and one without coupons redeems none', () => {
  expect(refusalOf({ quote })).toBeUndefined()
  expect(refusalOf({ quote, couponCodes: [] })).toEqual({ kind: 'quote-without-coupons' })
})

const usedBy = { redemptionId: 'r8', orderId: 'SO8', atMs: 8, shop: undefined }

test.each<[string, StoredCoupon['state'], string | undefined]>([
  ['is void', { kind: 'void' }, 'VOID'],
  ['another order used', { kind: 'used', redemption: usedBy }, 'USED_BY'],
  ['its issuer reported as used', { kind: 'used', redemption: undefined }, 'USED_BY'],
  ['another order holds', { kind: 'held', orderId: 'SO8', untilMs: nowMs + 1 }, 'HELD_BY'],
  ['another order held to this millisecond', { kind: 'held', orderId: 'SO8', untilMs: nowMs }, undefined],
  ['the order holds', { kind: 'held', orderId: 'SO1', untilMs: nowMs + 1 }, undefined],
])('a coupon that %s is judged by its state', (_what, state, code) => {
  const refusal = { kind: 'not-usable', couponCode: 'c1', orderId: 'SO1', reason: { code } }
  const input = refusalOf({}, foundAs({ ...coupon, state }))
  if (code === undefined) expect(input).toBeUndefined()
  else expect(input).toMatchObject(refusal)
})

test('a hold counts for the present moment, also where the till redeemed after its end', () => {
  const held = { ...coupon, state: { kind: 'held', orderId: 'SO8', untilMs: nowMs + 1 } } as const
  const redeemedAtMs = nowMs + 60_000
  expect(refusalOf({ redeemedAtMs }, foundAs(held))).toMatchObject({ reason: { code: 'HELD_BY' } })
})

test.each([
  ['2026-11-28T23:59:59.999+08:00', 'NOT_STARTED'],
  ['2026-11-29T00:00:00+08:00', undefined],
  ['2026-11-29T23:59:59.999+08:00', undefined],
  ['2026-11-30T00:00:00+08:00', 'EXPIRED'],
])('a coupon of 29 November is judged at %s', (text, code) => {
  const dated = numberedCoupon(1, { kind: 'unused' }, { startDate: '2026-11-29', endDate: '2026-11-29' })
  const refusal = refusalOf({}, foundAs(dated), Date.parse(text))
  expect(refusal?.kind === 'not-usable' ? refusal.reason.code : refusal).toBe(code)
})

test('a code without a coupon is refused by what it is', () => {
  const input = { couponCodes: ['c1', 'c2'] }
  expect(refusalOf(input)).toEqual({ kind: 'coupon-not-found', couponCode: 'c2' })
  const reserved = { couponId: 'T', channel: undefined }
  expect(refusalOf(input, { reserved })).toEqual({ kind: 'coupon-not-claimed', couponCode: 'c2' })
})

test('what is against a coupon alone is named before what others on the order are in the way', () => {
  const one = { ...unpriced, policy: { ...unpriced.policy, policy: { ...unpriced.policy.policy, maxPerOrder: 1 } } }
  const input = { ...one, couponCodes: ['c1', 'c2', 'c3'] }
  const first = foundAs(coupon, numberedCoupon(2), numberedCoupon(3))
  expect(refusalOf(input, first)).toMatchObject({ couponCode: 'c2', reason: { code: 'MAX_PER_ORDER' } })
  const withVoid = foundAs(coupon, numberedCoupon(2), numberedCoupon(3, { kind: 'void' }))
  expect(refusalOf(input, withVoid)).toMatchObject({ couponCode: 'c3', reason: { code: 'VOID' } })
})

const line = (lineNo: number, amountFen: number) => ({ lineNo, amountFen, categories: [], quantityMilli: 1000 })
const share = (lineNo: number, fen: number, couponCode = 'c1') => ({ lineNo, couponCode, fen })

test.each([
  ['that sums up and leaves each line worth nothing or more', [share(1, 400), share(2, 600)], undefined],
  ['that takes a fen less than the rules', [share(1, 400), share(2, 599)], { couponCode: 'c1', lineNo: undefined }],
  ['that takes a fen more than the rules', [share(1, 400), share(2, 601)], { couponCode: 'c1', lineNo: undefined }],
  ['without the coupon', [], { couponCode: 'c1', lineNo: undefined }],
  [
    'with a coupon that is not redeemed',
    [share(1, 400), share(2, 600), share(1, 1, 'c9')],
    { couponCode: 'c9', lineNo: undefined },
  ],
  ['that takes more than a line costs', [share(1, 401), share(2, 599)], { couponCode: undefined, lineNo: 1 }],
])("a till's own split %s is judged by what each coupon takes", (_what, split, mismatch) => {
  const amounts = { kind: 'lines', lines: [line(1, 400), line(2, 5000)] } as const
  const refusal = refusalOf({ split, basket: { ...unpriced.basket, amounts } }, foundAs(coupon))
  if (mismatch === undefined) expect(refusal).toBeUndefined()
  else expect(refusal).toMatchObject({ kind: 'split-mismatch', ...mismatch, ours: { codes: ['c1'] } })
})

test('a share of nothing is not kept', () => {
  const amounts = { kind: 'lines', lines: [line(1, 400), line(2, 5000)] } as const
  const split = [share(1, 0), share(2, 1000)]
  expect(redeeming({ split, basket: { ...unpriced.basket, amounts } })).toMatchObject({
    answer: { combination: { lines: [{ byCoupon: [] }, { byCoupon: [{ code: 'c1', fen: 1000 }] }] } },
  })
})

test.each([
  ['a coupon without terms', {}, undefined],
  ['a coupon of shops', { shop: '02' }, ['shop']],
])('terms that a till says nothing of are named with the redemption: %s', (_what, terms, unjudged) => {
  const named = redeeming({}, foundAs(numberedCoupon(1, { kind: 'unused' }, terms)))
  expect(named).toMatchObject({ changes: [{ kind: 'step', to: { kind: 'redeemed', unjudged } }, {}] })
})
