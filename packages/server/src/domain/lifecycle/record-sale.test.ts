import { expect, test } from 'vitest'
import type { Sale, StoredRedemption } from '#domain/sales/sale'
import type { SoldOrder } from '#domain/sales/sale-store'
import { recordedSale, type SaleFacts } from './record-sale.ts'

const line = { lineNo: 1, categories: [], quantityMilli: 2000, amountFen: 5000, insuredFen: 500 }
const rules = { thresholdBase: 'original', insured: 'include' } as const
const sale: Sale = {
  lines: [line],
  rules,
  orderForm: 'SO1',
  shop: '01',
  saleNo: 3,
  paidFen: 3500,
  redemptionIds: ['r1'],
  returns: [],
  version: 1,
}

function redemptionOf(redemptionId: string, returned?: StoredRedemption['returned']): StoredRedemption {
  const amounts = { offFen: 1000, split: '1:1000' }
  return { redemptionId, orderId: 'SO1', atMs: 1, shop: '01', couponSeq: 1, amounts, returned }
}

type Given = Readonly<{
  /** What the coupon of now takes of the line. */
  fen?: number
  /** How many thousandths the line has now. */
  milli?: number
  hasEarlier?: boolean
  /** Undefined: the order has no sale. */
  sale?: Partial<Sale> | undefined
  sold?: Partial<SoldOrder>
  ofSale?: SaleFacts['ofSale']
}>

/** The changes by a coupon that is redeemed on an order whose sale has another one. */
function recorded(given: Given = {}) {
  const { fen = 3500, milli = 2000, hasEarlier = true, sold = {}, ofSale = [redemptionOf('r1')] } = given
  const changed = 'sale' in given ? given.sale : {}
  const sales = changed === undefined ? [] : [{ ...sale, ...changed }]
  const uses = [{ redemptionId: 'r2', amounts: { offFen: fen, split: `1:${fen}` } }]
  const lines = { lines: [{ ...line, quantityMilli: milli }], rules }
  const before = { sales, redemptions: [redemptionOf('r1')], ended: new Map(), hasLostUploads: false, ...sold }
  const facts = { newestNo: sales.length === 0 ? 0 : 3, sold: before, ofSale }
  return recordedSale({ orderId: 'SO1', shop: '01', sold: lines, uses, hasEarlier }, facts)
}

const back = (quantityMilli: number) => ({
  returns: [{ atMs: 5, refundFen: 0, lines: [{ lineNo: 1, quantityMilli, refundFen: 0 }], coupons: [], giftsBack: [] }],
})

test('the first coupons of an order are its first sale, without what insurance pays', () => {
  expect(recorded({ hasEarlier: false, sale: undefined })).toMatchObject([
    { kind: 'newSale', to: { saleNo: 1, paidFen: 1000, redemptionIds: ['r2'] } },
  ])
})

test.each<[string, Given]>([
  ['all goods came back', { sale: back(2000) }],
  ['all coupons came back, and no goods', { hasEarlier: false }],
])('an order has another sale where %s', (_what, given) => {
  expect(recorded(given)).toMatchObject([{ kind: 'newSale', to: { saleNo: 4, redemptionIds: ['r2'] } }])
})

const ended = new Map([['r9', 'goods-back']] as const)

test.each<[string, Given]>([
  ['both take all that the member pays for a line', {}],
  ['the line has as much as came back', { sale: back(1000), milli: 1000 }],
  ['a part came back, and then all coupons', { sale: back(1000), hasEarlier: false }],
  ['another coupon came back', { sold: { redemptions: [redemptionOf('r9', { atMs: 5, reason: '退货' })] } }],
  ['the use of another one ended', { sold: { redemptions: [redemptionOf('r9')], ended } }],
])('a coupon joins the sale of the one before where %s', (_what, given) => {
  expect(recorded(given)).toMatchObject([
    { kind: 'joinedSale', to: { joining: { paidFen: 0, redemptionIds: ['r2'] } } },
  ])
})

test.each<[string, Given]>([
  ['both take a fen more than the member pays for a line', { fen: 3501 }],
  ['a line has less than came back of it', { sale: back(1000), milli: 999 }],
  ['the lines of the coupons before are not known', { sale: undefined }],
  ['a coupon of the order is in no sale', { sold: { redemptions: [redemptionOf('r9')] } }],
  ['a redemption of the sale is not known', { ofSale: [] }],
])('no lines are kept where %s, so that the order is returned only whole', (_what, given) => {
  expect(recorded(given)).toEqual([])
})
