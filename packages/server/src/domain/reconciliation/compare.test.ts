import { describe, expect, test } from 'vitest'
import type { Finding } from '#domain/findings/finding'
import { orderLineWith } from '#testing/example-order'
import { compareOrder } from './compare-order.ts'
import { compareRedemption, compareReturn } from './compare-redemption.ts'
import { compareShopOfOrder, compareShopOfRedemption } from './compare-shop.ts'
import type { CouponFacts, NamedCoupon, OrderFacts, RedemptionFacts } from './facts.ts'

const coupon: CouponFacts = {
  couponCode: 'c',
  couponId: 'T',
  couponName: '10元券',
  faceFen: 1000,
  hasTemplate: true,
  costBearer: '总部',
  isReturnable: true,
  usedBy: { redemptionId: 'R', orderId: 'SO' },
}
const redemption: RedemptionFacts = {
  redemptionId: 'R',
  orderId: 'SO',
  atMs: 1,
  shop: '01',
  returnedAtMs: undefined,
  returnEventSeq: undefined,
  amounts: { offFen: 1000, split: '1:600,2:400' },
  takenBackFen: 0,
  eventSeq: 7,
  coupon,
}
const named: NamedCoupon = { couponCode: 'c', isNamed: true, isKept: false, problem: undefined, coupon }
/** A line of 60 yuan and one of 40, of which 10 were taken. */
const order: OrderFacts = {
  orderId: 'SO',
  shop: '01',
  createdAtMs: 1,
  paidFen: 9000,
  deliveryFen: undefined,
  isClosed: false,
  isRedeemedByErp: false,
  named: [named],
  eventSeq: 9,
  lines: [lineOf(6000, 5400), lineOf(4000, 3600)],
}
const judging = { synced: { orders: true, coupons: true }, isBeforeDeadline: false }

function lineOf(priceFen: number, paidFen: number, changes: Partial<OrderFacts['lines'][number]> = {}) {
  return orderLineWith({ goodsId: 'G', quantityMilli: 1000, priceFen, paidFen, ...changes })
}

const kindsOf = (findings: readonly (Finding | undefined)[]) => findings.map((finding) => finding?.kind)

describe('a redemption', () => {
  const dropped = { ...order, named: [{ ...named, isNamed: false }] }
  const closed = { ...dropped, isClosed: true }
  const onceOnly = { ...redemption, coupon: { ...coupon, isReturnable: false } }

  test.each([
    ['with its order', redemption, order, judging, undefined],
    ['without an order', redemption, undefined, judging, 'REDEEMED_NO_ORDER'],
    ['of a seller that syncs no orders', redemption, undefined, notSynced({ orders: false }), undefined],
    ['that its order does not name', redemption, dropped, judging, 'REDEEMED_NOT_NAMED'],
    ['whose order never named it', redemption, { ...order, named: [] }, judging, 'REDEEMED_NOT_NAMED'],
    ['of a seller whose orders name no coupons', redemption, { ...order, named: [] }, notSynced({}), undefined],
    ['on a closed order', redemption, closed, judging, 'USED_ON_CLOSED_ORDER'],
    ['on a closed order, by a policy without returns', onceOnly, closed, judging, undefined],
    ['that its order had to keep', redemption, { ...closed, named: [{ ...named, isKept: true }] }, judging, undefined],
    ['that was returned', { ...redemption, returnedAtMs: 5 }, undefined, judging, undefined],
  ])('%s', (_, facts, itsOrder, how, kind) => {
    expect(compareRedemption({ redemption: facts, order: itsOrder }, how)?.kind).toBe(kind)
  })

  test('waits for its order until the deadline, and names what it rests on', () => {
    const finding = compareRedemption({ redemption, order: undefined }, { ...judging, isBeforeDeadline: true })
    expect(finding).toMatchObject({ isPending: true, orderId: 'SO', couponCode: 'c', offFen: 1000, eventSeqs: [7] })
  })
})

describe('a shop', () => {
  const shops = new Set(['01'])
  const elsewhere = { ...redemption, shop: '望京' }

  test.each([
    ['of the list', redemption, shops, undefined],
    ['that is in no list', elsewhere, shops, 'UNKNOWN_SHOP'],
    ['of a seller without a list', elsewhere, new Set<string>(), undefined],
    ['that is not named', { ...redemption, shop: undefined }, shops, undefined],
    ['of a redemption that was returned', { ...elsewhere, returnedAtMs: 5 }, shops, undefined],
  ])('%s', (_, facts, known, kind) => {
    expect(compareShopOfRedemption({ redemption: facts }, known)?.kind).toBe(kind)
  })

  const ofOrder = { ...order, shop: '望京' }
  test.each([
    ['of an order', ofOrder, [redemption], 'UNKNOWN_SHOP'],
    ['of an order whose redemption is named', ofOrder, [elsewhere], undefined],
    ['of an order whose redemption was returned', ofOrder, [{ ...elsewhere, returnedAtMs: 5 }], 'UNKNOWN_SHOP'],
    ['of a closed order', { ...ofOrder, isClosed: true }, [], undefined],
    ['of the list, of an order', order, [], undefined],
  ])('%s', (_, facts, redemptions, kind) => {
    expect(compareShopOfOrder({ order: facts, redemptions }, shops)?.kind).toBe(kind)
  })
})

function notSynced({ orders = true }: Readonly<{ orders?: boolean }>) {
  return { synced: { orders, coupons: false }, isBeforeDeadline: false }
}

describe('a return', () => {
  const back = { ...redemption, returnedAtMs: 5, returnEventSeq: 8, coupon: { ...coupon, usedBy: undefined } }
  const refunded = { ...order, lines: [lineOf(6000, 5400, { refundFen: 5400 }), lineOf(4000, 3600)] }

  test.each([
    ['from an order that gave it up', back, { ...order, named: [{ ...named, isNamed: false }] }, judging, undefined],
    ['without an order', back, undefined, judging, 'RETURN_NO_ORDER'],
    ['of a seller that syncs no orders', back, undefined, notSynced({ orders: false }), undefined],
    ['that its order still names', back, order, judging, 'RETURNED_STILL_NAMED'],
    ['whose order was refunded in part', back, refunded, judging, undefined],
    ['of a coupon that was redeemed for the order again', { ...back, coupon }, order, judging, undefined],
  ])('%s', (_, facts, itsOrder, how, kind) => {
    expect(compareReturn({ redemption: facts, order: itsOrder }, how)?.kind).toBe(kind)
  })

  test('rests on its redemption, its return and its order', () => {
    expect(compareReturn({ redemption: back, order }, judging)?.eventSeqs).toEqual([7, 8, 9])
  })
})

describe('an order', () => {
  const unused = { ...named, problem: 'expired', coupon: { ...coupon, usedBy: undefined } }
  const elsewhere = { ...named, coupon: { ...coupon, usedBy: { redemptionId: 'R2', orderId: 'SO-2' } } }

  test.each([
    ['whose coupon was redeemed', order, [redemption], []],
    ['whose coupon was never redeemed', { ...order, named: [unused] }, [], ['NAMED_NOT_REDEEMED']],
    ['whose coupon does not exist', { ...order, named: [{ ...named, coupon: undefined }] }, [], ['NAMED_NOT_REDEEMED']],
    ['whose coupon another order uses', { ...order, named: [elsewhere] }, [], ['REDEEMED_FOR_OTHER_ORDER']],
    ['that is closed', { ...order, isClosed: true, named: [unused] }, [], []],
    ['whose coupon was returned', order, [{ ...redemption, returnedAtMs: 5 }], []],
    ['that uses no coupon any more', { ...order, named: [{ ...unused, isNamed: false }] }, [], []],
  ])('%s', (_, itself, redemptions, kinds) => {
    expect(kindsOf(compareOrder({ order: itself, redemptions }))).toEqual(kinds)
  })

  const [first, second] = [lineOf(6000, 5400), lineOf(4000, 3600)]
  const full = [lineOf(6000, 6000), lineOf(4000, 4000)]
  const unknown = lineOf(4000, 3600, { quantityMilli: undefined })
  test.each([
    ['one fen less was taken off', { lines: [first, lineOf(4000, 3601)], paidFen: 9001 }, 'SUM_DIFFERS'],
    ['one fen more was taken off', { lines: [first, lineOf(4000, 3599)], paidFen: 8999 }, 'SUM_DIFFERS'],
    ['nothing was taken off', { lines: [lineOf(6000, 6000), lineOf(4000, 4000)], paidFen: 10_000 }, 'SUM_DIFFERS'],
    ['the reduction is on the total only', { lines: [lineOf(6000, 6000), lineOf(4000, 4000)] }, undefined],
    ['the buyer paid for delivery as well', { paidFen: 9500 }, undefined],
    ['the total has the reduction and a delivery fee', { lines: full, paidFen: 9600, deliveryFen: 600 }, undefined],
    ['the total has a delivery fee that is not named', { lines: full, paidFen: 9600 }, undefined],
    ['the delivery fee is more than the reduction', { lines: full, paidFen: 10_500 }, undefined],
    ['the total is too high beside the delivery fee', { lines: full, paidFen: 9601, deliveryFen: 600 }, 'SUM_DIFFERS'],
    ['the total is too low beside the delivery fee', { lines: full, paidFen: 9599, deliveryFen: 600 }, 'SUM_DIFFERS'],
    ['the total is too high, without delivery', { lines: full, paidFen: 9001, deliveryFen: 0 }, 'SUM_DIFFERS'],
    ['the total is too low', { lines: full, paidFen: 8999 }, 'SUM_DIFFERS'],
    ['a quantity is not known', { lines: [first, unknown], paidFen: 1 }, undefined],
    ['one fen is on another line', { lines: [lineOf(6000, 5399), lineOf(4000, 3601)] }, 'SPLIT_DIFFERS'],
    ['lines are in another order', { lines: [second, first] }, undefined],
    [
      'an ERP that redeems splits in its own way',
      { isRedeemedByErp: true, lines: [lineOf(6000, 5000), lineOf(4000, 4000)] },
      undefined,
    ],
    ['it is on one line', { lines: [lineOf(6000, 5000), lineOf(4000, 4000)] }, 'SPLIT_DIFFERS'],
  ] as const)('of which %s', (_, changes, kind) => {
    expect(compareOrder({ order: { ...order, ...changes }, redemptions: [redemption] })[0]?.kind).toBe(kind)
  })

  test.each([42_807, 42_808])('of herbs for which half a fen was rounded: %i', (paidFen) => {
    const herbs = {
      ...order,
      lines: [lineOf(6000, 5400), lineOf(35, paidFen, { quantityMilli: 1_234_500 })],
      paidFen: 0,
    }
    expect(compareOrder({ order: herbs, redemptions: [redemption] })).toEqual([])
  })

  test('is compared with all of its coupons together, and not where one has no amounts', () => {
    const [one, two] = [
      { ...coupon, couponCode: 'a' },
      { ...coupon, couponCode: 'b' },
    ]
    const both = {
      ...order,
      named: [one, two].map((each) => ({ ...named, couponCode: each.couponCode, coupon: each })),
    }
    const uses = [
      { ...redemption, amounts: { offFen: 600, split: '1:600' }, coupon: one },
      { ...redemption, amounts: { offFen: 400, split: '2:400' }, coupon: two },
    ]
    expect(compareOrder({ order: both, redemptions: uses })).toEqual([])
    const differing = uses.map((use) => ({ ...use, amounts: { offFen: 600, split: '1:600' } }))
    expect(kindsOf(compareOrder({ order: both, redemptions: differing }))).toEqual(['SUM_DIFFERS'])
    const unpriced = differing.map((use, place) => (place === 0 ? use : { ...use, amounts: undefined }))
    expect(compareOrder({ order: both, redemptions: unpriced })).toEqual([])
  })

  test('whose till gave only a total is not compared line by line', () => {
    const total = { ...redemption, amounts: { offFen: 1000, split: '1:1000' } }
    expect(compareOrder({ order, redemptions: [total] })).toEqual([])
  })

  test('states both amounts, and rests on the redemption and the order', () => {
    const lines = [lineOf(6000, 5400), lineOf(4000, 3700)]
    const [finding] = compareOrder({ order: { ...order, lines, paidFen: 9100 }, redemptions: [redemption] })
    expect(finding).toMatchObject({ offFen: 1000, orderOffFen: 900, redemptionId: 'R', eventSeqs: [7, 9] })
  })
})
