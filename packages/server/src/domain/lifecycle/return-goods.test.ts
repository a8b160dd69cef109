import { expect, test } from 'vitest'
import type { StoredRedemption } from '#domain/sales/sale'
import type { SoldOrder } from '#domain/sales/sale-store'
import type { ReturnPolicy } from '#domain/templates/template'
import { templateOf } from '#testing/example-template'
import { couponsBySeq, numberedCoupon } from '#testing/found-coupons'
import { returnGoods } from './return-goods.ts'
import { keyOfVersion, type StoredCoupon } from './stored-coupon.ts'

type Input = Parameters<typeof returnGoods.decide>[0]['input']
type Found = Parameters<typeof returnGoods.decide>[0]['found']

const nowMs = Date.parse('2026-11-29T12:00:00+08:00')
const amounts = { offFen: 1000, split: '1:1000' }
const redeemed = { redemptionId: 'r1', orderId: 'SO1', atMs: 1, shop: '01' }
const redemption: StoredRedemption = { ...redeemed, couponSeq: 1, amounts, returned: undefined }
const version = { couponId: 'T', version: 1 }

/** A coupon that the order used, of a template with the policy. */
function usedCoupon(changes: Partial<StoredCoupon> = {}): StoredCoupon {
  const used = numberedCoupon(1, { kind: 'used', redemption: redeemed }, { couponId: 'T' })
  return { ...used, templateVersion: 1, ...changes }
}

const line = {
  lineNo: 1,
  goodsId: '6901',
  categories: [],
  quantityMilli: 2000,
  amountFen: 5000,
  insuredFen: 0,
  isDiscountable: true,
  tags: [],
}
const sale: SoldOrder['sales'][number] = {
  lines: [line],
  rules: { thresholdBase: 'original', insured: 'include' },
  orderForm: 'SO1',
  shop: '01',
  saleNo: 1,
  paidFen: 4000,
  redemptionIds: ['r1'],
  returns: [],
  version: 1,
}

type Given = Readonly<{
  coupon?: StoredCoupon
  policy?: ReturnPolicy
  sold?: Partial<SoldOrder>
  found?: Partial<Found>
}>

function foundWith({ coupon = usedCoupon(), policy, sold = {}, found = {} }: Given): Found {
  const returnPolicy = policy ?? { kind: 'same-code', extendDays: 0 }
  return {
    named: undefined,
    sold: { sales: [], redemptions: [redemption], ended: new Map(), hasLostUploads: false, ...sold },
    ofSale: [],
    order: undefined,
    coupons: couponsBySeq(coupon),
    versions: new Map([[keyOfVersion(version), templateOf({ returnPolicy })]]),
    ...found,
  }
}

const plainInput: Input = {
  order: { orderId: 'SO1' },
  lines: undefined,
  giftsBack: [],
  reason: '退货',
  needsCoupon: false,
}

function returning(values: Given, input: Partial<Input> = {}) {
  return returnGoods.decide({ input: { ...plainInput, ...input }, found: foundWith(values), nowMs })
}

const ofCoupon: Partial<Input> = { order: { redemptionId: 'r1' }, needsCoupon: true }
const named: Given = { found: { named: redemption } }
const withSale: Given = { sold: { sales: [sale] }, found: { ofSale: [redemption] } }

test('a coupon without lines comes back alone, by a step with what it took', () => {
  expect(returning(named, ofCoupon)).toMatchObject({
    kind: 'done',
    answer: { refundFen: undefined, isUnchanged: false, coupons: [{ couponCode: 'c1', outcome: 'returned' }] },
    changes: [
      {
        kind: 'step',
        to: { kind: 'returned', reason: '退货', amounts, to: { state: { kind: 'unused' }, returnCount: 1 } },
      },
      { kind: 'returned', to: { redemptionId: 'r1', reason: '退货' } },
    ],
  })
})

test.each<[string, ReturnPolicy, Partial<StoredCoupon>, boolean]>([
  ['its policy allows none', { kind: 'none', extendDays: 0 }, {}, false],
  ['it came back as often as it may', { kind: 'same-code', extendDays: 0, maxCycles: 2 }, { returnCount: 2 }, false],
  ['it may come back once more', { kind: 'same-code', extendDays: 0, maxCycles: 2 }, { returnCount: 1 }, true],
])('a return of a coupon is decided by its policy: %s', (_what, policy, changes, isAllowed) => {
  const input = { ...named, policy, coupon: usedCoupon(changes) }
  if (isAllowed) expect(returning(input, ofCoupon)).toMatchObject({ answer: { coupons: [{ outcome: 'returned' }] } })
  else expect(returning(input, ofCoupon)).toEqual({ kind: 'refused', refusal: { kind: 'return-not-allowed' } })
  const outcome = isAllowed ? 'returned' : 'not_returned'
  expect(returning(input, { ...ofCoupon, needsCoupon: false })).toMatchObject({ answer: { coupons: [{ outcome }] } })
})

test.each([
  ['expired yesterday', '2026-11-28', '2026-12-02'],
  ['ends today', '2026-11-29', '2026-12-02'],
  ['ends tomorrow', '2026-11-30', '2026-12-03'],
  ['never expires', undefined, undefined],
])('a coupon that comes back gets three days more from its last day or from today: one that %s', (_what, had, gets) => {
  const used = usedCoupon()
  const coupon = { ...used, terms: { ...used.terms, endDate: had } }
  const decision = returning({ ...named, coupon, policy: { kind: 'same-code', extendDays: 3 } }, ofCoupon)
  expect(decision).toMatchObject({ answer: { coupons: [{ endDate: gets }] } })
})

test('a redemption that came back before changes nothing', () => {
  const back = { ...redemption, returned: { atMs: 5, reason: '退货' } }
  const input: Given = {
    coupon: usedCoupon({ state: { kind: 'unused' } }),
    sold: { redemptions: [back] },
    found: { named: back },
  }
  expect(returning(input, ofCoupon)).toMatchObject({ answer: { isUnchanged: true }, changes: [] })
})

test.each<[string, Given, Partial<Input>]>([
  ['an order without redemptions', { sold: { redemptions: [] } }, {}],
  ['a redemption that does not exist', {}, ofCoupon],
])('%s is not found', (_what, values, input) => {
  expect(returning(values, input)).toEqual({ kind: 'refused', refusal: { kind: 'redemption-not-found' } })
})

const byLine = (quantityMilli: number, lineNo = 1): Partial<Input> => ({ lines: [{ lineNo, quantityMilli }] })

test.each<[string, Given, object]>([
  ['whose lines nobody knows', {}, { kind: 'lines-not-known' }],
  [
    'on which a till took off something unknown',
    { ...withSale, sold: { sales: [sale], hasLostUploads: true } },
    { kind: 'lines-not-known' },
  ],
  [
    'with a coupon that is in no sale',
    { ...withSale, sold: { sales: [sale], redemptions: [redemption, { ...redemption, redemptionId: 'r9' }] } },
    { kind: 'lines-not-known' },
  ],
  ['with a redemption that is not known', { ...withSale, found: { ofSale: [] } }, { kind: 'lines-not-known' }],
  [
    'that was sold again',
    {
      sold: { sales: [{ ...sale, saleNo: 2, redemptionIds: [] }, sale] },
      found: { named: redemption, ofSale: [redemption] },
    },
    { kind: 'lines-not-known' },
  ],
  [
    'which only its versions redeemed',
    { found: { order: { history: { pricing: { own: ['r1'] } } } as never } },
    { kind: 'redeemed-by-versions', orderId: 'SO1' },
  ],
])('goods of an order %s do not come back by line', (_what, input, refusal) => {
  expect(returning(input, byLine(1000))).toEqual({ kind: 'refused', refusal })
})

test.each<[string, Partial<Input>, object]>([
  ['of a line that was not sold', byLine(1000, 2), { kind: 'line-not-sold', lineNo: 2 }],
  ['more than was sold', byLine(2001), { kind: 'more-than-left', lineNo: 1, askedMilli: 2001, leftMilli: 2000 }],
  ['with a gift that was not sold', { ...byLine(1000), giftsBack: ['g'] }, { kind: 'gift-not-sold', giftCode: 'g' }],
])('nothing comes back %s', (_what, input, refusal) => {
  expect(returning(withSale, input)).toEqual({ kind: 'refused', refusal })
})

test('what is left of a line counts what came back before', () => {
  const returns = [
    {
      atMs: 1,
      refundFen: 2000,
      lines: [{ lineNo: 1, quantityMilli: 1000, refundFen: 2000 }],
      coupons: [],
      giftsBack: [],
    },
  ]
  const input: Given = { ...withSale, sold: { sales: [{ ...sale, returns }] } }
  const refusal = { kind: 'more-than-left', lineNo: 1, askedMilli: 1001, leftMilli: 1000 }
  expect(returning(input, byLine(1001))).toEqual({ kind: 'refused', refusal })
  expect(returning(input, byLine(1000))).toMatchObject({
    answer: { refundFen: 2000, refundedFen: 4000, coupons: [{ outcome: 'returned' }] },
  })
})

test('all goods refund what was paid, and bring the coupon back with the return that is recorded', () => {
  expect(returning(withSale)).toMatchObject({
    answer: { refundFen: 4000, refundedFen: 4000, lines: [{ lineNo: 1, quantityMilli: 2000 }], isUnchanged: false },
    changes: [
      { kind: 'step', to: { kind: 'returned', takenBackFen: 1000 } },
      { kind: 'returned' },
      {
        kind: 'goodsReturned',
        to: { sale, added: { atMs: nowMs, refundFen: 4000, coupons: [{ redemptionId: 'r1', outcome: 'returned' }] } },
      },
    ],
  })
})

test('half of the goods refund a part, and the coupon stays used', () => {
  expect(returning(withSale, byLine(1000))).toMatchObject({
    answer: { coupons: [{ outcome: 'used' }] },
    changes: [{ kind: 'goodsReturned' }],
  })
})

const secondOne: StoredRedemption = { ...redemption, redemptionId: 'r2', couponSeq: 2 }

function withTwo(second: Partial<StoredRedemption>): Given {
  const other = { ...secondOne, ...second }
  const used = numberedCoupon(2, { kind: 'used', redemption: { ...redeemed, redemptionId: 'r2' } }, { couponId: 'T' })
  const both = [redemption, other]
  return {
    sold: { sales: [{ ...sale, redemptionIds: ['r1', 'r2'] }], redemptions: both },
    found: { named: redemption, ofSale: both, coupons: couponsBySeq(usedCoupon(), { ...used, templateVersion: 1 }) },
  }
}

test('a coupon comes back without the goods while another one is on the order, and with them as the last one', () => {
  const coupons = [{ couponCode: 'c1', outcome: 'returned' }]
  expect(returning(withTwo({}), ofCoupon)).toMatchObject({ answer: { refundFen: 0, lines: [], coupons } })
  const lines = [{ lineNo: 1, quantityMilli: 2000 }]
  const last = { ...withSale, found: { ...withSale.found, ...named.found } }
  expect(returning(last, ofCoupon)).toMatchObject({ answer: { refundFen: 4000, lines, coupons } })
  const returned = { atMs: 5, reason: '退货' }
  expect(returning(withTwo({ returned }), ofCoupon)).toMatchObject({ answer: { lines, coupons } })
})

test.each([
  ['which took something, comes back', { offFen: 500, split: '1:500' }, 'returned', ['c1', 'c2']],
  ['which took nothing, stays used, and is not in the return', { offFen: 0, split: '' }, 'used', ['c1']],
])('with the last of the goods a coupon %s', (_what, amounts, outcome, codes) => {
  const { sold = {}, found } = withTwo({ amounts })
  const decision = returning({ sold, found: { ...found, named: undefined } })
  expect(decision).toMatchObject({ answer: { coupons: [{ outcome: 'returned' }, { outcome }] } })
  const changes = decision.kind === 'done' ? decision.changes : []
  const recorded = changes.flatMap((one) => (one.kind === 'goodsReturned' ? one.to.added.coupons : []))
  expect(recorded.map(({ couponCode }) => couponCode)).toEqual(codes)
})
