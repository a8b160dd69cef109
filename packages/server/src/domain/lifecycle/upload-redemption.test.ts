import { expect, test } from 'vitest'
import { couponsByCode, numberedCoupon } from '#testing/found-coupons'
import { unpriced } from './judge-on-order.ts'
import type { RedemptionUpload } from './redemption-upload.ts'
import type { StoredCoupon } from './stored-coupon.ts'
import { type JudgedCoupon, upload } from './upload-redemption.ts'

type Input = Parameters<typeof upload.reads>[0]
type Found = Parameters<typeof upload.decide>[0]['found']

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const dayMs = 86_400_000
const atMs = nowMs - 3_600_000
const coupon = numberedCoupon(1)

const plainInput: Input = {
  orderId: 'SO1',
  shop: '01',
  basket: unpriced.basket,
  policy: unpriced.policy,
  atMs,
  coupons: [{ couponCode: 'c1', tillOffFen: undefined }],
  actor: 'app:1',
  requestNo: 'N1',
  newId: (place) => `r${place}`,
}
const plainFound: Found = {
  coupons: couponsByCode(coupon),
  facts: { versions: new Map(), groups: [] },
  voidings: new Map(),
  redemptions: new Map(),
  uploads: new Map(),
  newestNo: 0,
}

function uploading(input: Partial<Input> = {}, found: Partial<Found> = {}) {
  return upload.decide({ input: { ...plainInput, ...input }, found: { ...plainFound, ...found }, nowMs })
}

function judgedBy(input: Partial<Input>, found: Partial<Found> = {}): JudgedCoupon | undefined {
  const decision = uploading(input, found)
  return decision.kind === 'done' ? decision.answer.redemptions[0] : undefined
}

function kindsOf(input: Partial<Input>, found: Partial<Found> = {}): readonly string[] {
  const decision = uploading(input, found)
  return decision.kind === 'done' ? decision.changes.map(({ kind }) => kind) : []
}

const foundAs = (changes: Partial<StoredCoupon>) => ({ coupons: couponsByCode({ ...coupon, ...changes }) })

test.each([
  ['28 days ago', nowMs - 28 * dayMs, 'done'],
  ['a millisecond before', nowMs - 28 * dayMs - 1, 'refused'],
  ['five minutes ahead', nowMs + 300_000, 'done'],
  ['a millisecond later', nowMs + 300_001, 'refused'],
])('an order may be from 28 days ago to five minutes ahead: %s', (_what, moment, kind) => {
  const refused = { kind: 'refused', refusal: { kind: 'upload-out-of-bounds' } }
  expect(uploading({ atMs: moment })).toMatchObject(kind === 'refused' ? refused : { kind })
})

test('a free coupon is used by the order at its moment, and the upload is kept', () => {
  const used = { redemptionId: 'r0', orderId: 'SO1', atMs, shop: '01' }
  expect(uploading()).toMatchObject({
    answer: { redeemedAtMs: atMs, redemptions: [{ couponCode: 'c1', redemptionId: 'r0', verdict: 'redeemed' }] },
    changes: [
      { kind: 'step', to: { kind: 'redeemed', from: coupon, to: { state: { kind: 'used', redemption: used } } } },
      { kind: 'newRedemption', to: { redemption: used, couponSeq: 1 } },
      { kind: 'newUpload', to: { verdict: 'redeemed', winnerId: 'r0', uploadedAtMs: nowMs, requestNo: 'N1' } },
    ],
  })
})

test('a code that no coupon has is kept, and uses nothing', () => {
  expect(judgedBy({}, { coupons: new Map() })).toMatchObject({ verdict: 'unknown_coupon', refusal: undefined })
  expect(kindsOf({}, { coupons: new Map() })).toEqual(['newUpload'])
})

const second = Math.floor(atMs / 1000) * 1000

test.each<[string, Partial<StoredCoupon>, number | undefined, string | undefined]>([
  ['was issued in the second of the order', { issuedAtMs: second + 999 }, undefined, undefined],
  ['was issued in the second after', { issuedAtMs: second + 1000 }, undefined, 'redeemed-too-early'],
  ['was void then', { state: { kind: 'void' } }, atMs, 'not-usable'],
  ['was voided a millisecond later', { state: { kind: 'void' } }, atMs + 1, undefined],
  ['is void, and nobody knows since when', { state: { kind: 'void' } }, undefined, 'not-usable'],
  ['an order held', { state: { kind: 'held', orderId: 'SO9', untilMs: nowMs + 1 } }, undefined, undefined],
])('a coupon that %s is judged as of then', (_what, changes, voidedMs, kind) => {
  const found = { ...foundAs(changes), voidings: new Map(voidedMs === undefined ? [] : [[1, voidedMs]]) }
  const judged = judgedBy({}, found)
  expect([judged?.verdict, judged?.refusal?.kind]).toEqual([kind === undefined ? 'redeemed' : 'not_valid', kind])
  expect(kindsOf({}, found)).toEqual(kind === undefined ? ['step', 'newRedemption', 'newUpload'] : ['newUpload'])
})

test.each([
  ['2026-11-28T23:59:59+08:00', 'NOT_STARTED'],
  ['2026-11-29T00:00:00+08:00', undefined],
  ['2026-11-29T23:59:59+08:00', undefined],
  ['2026-11-30T00:00:00+08:00', 'EXPIRED'],
])('a coupon of 29 November is judged at the moment of the order, %s', (text, code) => {
  const dated = numberedCoupon(1, { kind: 'unused' }, { startDate: '2026-11-29', endDate: '2026-11-29' })
  const input = { ...plainInput, atMs: Date.parse(text) }
  const decision = upload.decide({
    input,
    found: { ...plainFound, coupons: couponsByCode(dated) },
    nowMs: nowMs + 2 * dayMs,
  })
  const reason = code && { code }
  expect(decision).toMatchObject({
    answer: { redemptions: [code === undefined ? { refusal: undefined } : { refusal: { reason } }] },
  })
})

const online = { redemptionId: 'r9', orderId: 'SO9', atMs: nowMs, shop: '09' }
const redeemedOnline = { ...online, couponSeq: 1, amounts: undefined, returned: undefined }
const usedOnline = foundAs({ state: { kind: 'used', redemption: online } })

test('a coupon that another order redeemed online is a conflict, which names that order', () => {
  const found = { ...usedOnline, redemptions: new Map([[1, [redeemedOnline]]]) }
  const reason = { code: 'USED_BY', orderId: 'SO9', atMs: nowMs }
  expect(judgedBy({}, found)).toMatchObject({ verdict: 'conflict', refusal: { reason }, usedShop: '09' })
  expect(kindsOf({}, found)).toEqual(['newUpload'])
})

test('of the order that redeemed it online it is that redemption', () => {
  const found = { ...usedOnline, redemptions: new Map([[1, [redeemedOnline]]]) }
  expect(judgedBy({ orderId: 'SO9' }, found)).toMatchObject({ verdict: 'redeemed', redemptionId: 'r9' })
})

test('a use that its issuer imported is a conflict with nobody that is known', () => {
  const judged = judgedBy({}, foundAs({ state: { kind: 'used', redemption: undefined } }))
  expect(judged).toMatchObject({ verdict: 'conflict', refusal: { reason: { code: 'USED_BY', orderId: undefined } } })
})

function earlierUpload(changes: Partial<RedemptionUpload>): RedemptionUpload {
  return {
    redemptionId: 'r5',
    couponCode: 'c1',
    couponSeq: 1,
    orderId: 'SO5',
    shop: '05',
    atMs,
    uploadedAtMs: nowMs - 1,
    actor: 'app:2',
    requestNo: 'N5',
    verdict: 'redeemed',
    problem: undefined,
    winnerId: 'r5',
    orderFen: undefined,
    tillOffFen: undefined,
    amounts: undefined,
    ...changes,
  }
}

function afterUpload(changes: Partial<RedemptionUpload>): Partial<Found> {
  const earlier = earlierUpload(changes)
  const { redemptionId, orderId, shop } = earlier
  const present = { redemptionId, orderId, atMs: earlier.atMs, shop }
  return {
    ...foundAs({ state: { kind: 'used', redemption: present } }),
    redemptions: new Map([[1, [{ ...redeemedOnline, ...present }]]]),
    uploads: new Map([[1, [earlier]]]),
  }
}

test.each<[string, Partial<RedemptionUpload>, boolean]>([
  ['later', { atMs: atMs + 1 }, true],
  ['at the same moment under a greater number', { requestNo: 'N2' }, true],
  ['at the same moment under a smaller number', { requestNo: 'N0' }, false],
  ['earlier', { atMs: atMs - 1 }, false],
])('the earliest of two uploads counts, whichever comes first: one was %s', (_what, changes, isNewest) => {
  const found = afterUpload(changes)
  expect(judgedBy({}, found)?.verdict).toBe(isNewest ? 'redeemed' : 'conflict')
  const taken = ['step', 'replaced', 'newRedemption', 'newUpload', 'changedVerdict']
  expect(kindsOf({}, found)).toEqual(isNewest ? taken : ['newUpload'])
})

const lines = [
  {
    lineNo: 1,
    goodsId: '6901',
    categories: [],
    quantityMilli: 1000,
    amountFen: 5000,
    insuredFen: 0,
    isDiscountable: true,
    tags: [],
  },
]
const withLines = { basket: { ...unpriced.basket, amounts: { kind: 'lines', lines } } } as const
const tillOff = (tillOffFen: number | undefined) => ({ coupons: [{ couponCode: 'c1', tillOffFen }] })

test.each<[string, Partial<Input>, Partial<Found>, boolean]>([
  ['what the rules take', { ...withLines, ...tillOff(1000) }, {}, true],
  ['something that it does not say', { ...withLines, ...tillOff(undefined) }, {}, true],
  ['something else', { ...withLines, ...tillOff(999) }, {}, false],
  ['it from an order that was sold before', { ...withLines, ...tillOff(1000) }, { newestNo: 1 }, false],
  ['it from an order without lines', tillOff(1000), {}, false],
])('lines are kept for returns where the till took off %s', (_what, input, found, isKept) => {
  expect(kindsOf(input, found).includes('newSale')).toBe(isKept)
})
