import { expect, test } from 'vitest'
import { lifecycleText } from '#domain/events/lifecycle-text'
import { FigureNames } from './figures.ts'
import { type FigureCoupon, type FigureEvent, sumFigures } from './sum-figures.ts'

const noon = Date.parse('2026-11-24T12:00:00+08:00')
const dayMs = 86_400_000
const coupon: FigureCoupon = {
  couponId: 'T',
  channel: 'app',
  issuedAtMs: noon,
  issuedEventSeq: 1,
  isClaimed: true,
  state: 'unused',
  endDate: '2026-12-31',
  worstFen: 1_000,
}
const lifecycle = { endDate: '2026-12-31', returnCount: 0 }
const unused = lifecycleText({ ...lifecycle, state: { kind: 'unused' } })

function used(atMs: number, shop: string, offFen: number): string {
  const redemption = { redemptionId: `R${atMs}`, orderId: 'SO', atMs, shop }
  return lifecycleText({ ...lifecycle, state: { kind: 'used', redemption } }, { amounts: { offFen, split: '' } })
}

function event(kind: FigureEvent['kind'], before: string, after: string): FigureEvent {
  return { kind, atMs: noon + 9 * dayMs, before, after, coupon }
}

const shopsOf = (events: readonly FigureEvent[]) =>
  sumFigures(events, new FigureNames([])).byShop.map(({ place, value }) => {
    const { redeemed, priced, offFen, daysToRedeem } = value
    return { day: place.day, shop: place.shop, redeemed, priced, offFen, daysToRedeem }
  })

test('a redemption of an earlier moment takes the place of another: that one counts no more, and the coupon once', () => {
  const events = [
    event('redeemed', unused, used(noon + 3 * dayMs, '02', 900)),
    event('redeemed', used(noon + 3 * dayMs, '02', 900), used(noon + dayMs, '01', 700)),
  ]
  expect(shopsOf(events)).toEqual([
    { day: '2026-11-27', shop: '02', redeemed: 0, priced: 0, offFen: 0, daysToRedeem: 0 },
    { day: '2026-11-25', shop: '01', redeemed: 1, priced: 1, offFen: 700, daysToRedeem: 1 },
  ])
  const { byCoupon, outstanding } = sumFigures(events, new FigureNames([]))
  expect(byCoupon.reduce((sum, { value }) => sum + value.usedOfIssued, 0)).toBe(1)
  expect(outstanding.map(({ value }) => value.coupons)).toEqual([-1])
})

test('a coupon that was redeemed before its issue was known counts as redeemed on that day', () => {
  expect(shopsOf([event('redeemed', unused, used(noon - 2 * dayMs, '01', 700))])).toMatchObject([
    { day: '2026-11-22', redeemed: 1, daysToRedeem: 0 },
  ])
})

test.each<[FigureCoupon['state'], number]>([
  ['unused', 0],
  ['used', 1],
])(
  'an order that takes over a use elsewhere replaces no redemption: of a coupon issued as %s',
  (state, usedOfIssued) => {
    const elsewhere = lifecycleText({ ...lifecycle, state: { kind: 'used' } })
    const taken = event('redeemed', elsewhere, used(noon + dayMs, '01', 700))
    const { byCoupon } = sumFigures([{ ...taken, coupon: { ...coupon, state } }], new FigureNames([]))
    const sum = (name: 'redeemed' | 'usedOfIssued') => byCoupon.reduce((total, { value }) => total + value[name], 0)
    expect([sum('redeemed'), sum('usedOfIssued')]).toEqual([1, usedOfIssued])
  },
)

test('what says nothing of the state of a coupon is not read', () => {
  expect(sumFigures([event('redemption_judged', '', '{"verdict":"too_late"}')], new FigureNames([]))).toEqual({
    byCoupon: [],
    byShop: [],
    byBoth: [],
    outstanding: [],
  })
})
