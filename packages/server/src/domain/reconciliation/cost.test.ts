import { expect, test } from 'vitest'
import { type CostEntry, CostSums } from './cost.ts'

function entry(changes: Partial<CostEntry>): CostEntry {
  return {
    kind: 'redeemed',
    atMs: 1,
    redemptionId: 'R',
    orderId: 'SO',
    couponCode: 'c',
    couponId: 'T',
    couponName: '券',
    hasTemplate: true,
    costBearer: '总部',
    shop: '01',
    fen: 1000,
    faceFen: undefined,
    eventSeq: 1,
    ...changes,
  }
}

function sumsOf(entries: readonly CostEntry[]) {
  const sums = new CostSums()
  for (const one of entries) sums.add(one)
  return sums.report()
}

test('sums up what redemptions took less what returns gave back, under each key', () => {
  const { total, byTemplate, byShop, byBearer } = sumsOf([
    entry({}),
    entry({ shop: '02', costBearer: '厂家', fen: 250 }),
    entry({ kind: 'returned', fen: -400 }),
    entry({ couponId: undefined, couponName: undefined, shop: undefined, costBearer: undefined, fen: 5 }),
  ])
  expect(total).toMatchObject({ redemptions: 3, redeemedFen: 1255, returns: 1, returnedFen: 400, netFen: 855 })
  expect(byTemplate.map(({ key, netFen }) => [key, netFen])).toEqual([
    ['T', 850],
    [undefined, 5],
  ])
  expect(byShop.map(({ key, netFen }) => [key, netFen])).toEqual([
    ['01', 600],
    ['02', 250],
    [undefined, 5],
  ])
  expect(byBearer.map(({ key, netFen }) => [key, netFen])).toEqual([
    ['总部', 600],
    ['厂家', 250],
    [undefined, 5],
  ])
})

test('keeps what no till priced apart, by what the coupons are worth on paper', () => {
  const unpriced = entry({ fen: undefined, faceFen: 900 })
  const { total } = sumsOf([unpriced, entry({ fen: undefined, faceFen: -300, kind: 'returned' })])
  expect(total).toMatchObject({ redemptions: 1, returns: 1, netFen: 0, unpriced: 2, unpricedFaceFen: 600 })
})

test('has a bound of 20,000 keys, and loses no fen beyond it', () => {
  const { total, byShop } = sumsOf(Array.from({ length: 20_010 }, (_, place) => entry({ shop: `S${place}`, fen: 1 })))
  expect(total.netFen).toBe(20_010)
  expect(byShop).toHaveLength(20_001)
  expect(byShop[0]).toMatchObject({ key: '…', netFen: 10 })
})
