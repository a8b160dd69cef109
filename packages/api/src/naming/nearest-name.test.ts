import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

const names = ['yaoquan.coupon.redeem', 'yaoquan.coupon.release', 'yaoquan.coupon.return', 'taobao.time.get']

it.each([
  ['yaoquan.coupon.redem', 'yaoquan.coupon.redeem'],
  ['Yaoquan.Coupon.Returns', 'yaoquan.coupon.return'],
  ['taobao.time', 'taobao.time.get'],
  ['yaoquan.cuopon.release', 'yaoquan.coupon.release'],
])('%s means %s', (given, expected) => {
  expect(nearestName(given, names)).toBe(expected)
})

it.each(['', 'x', 'something.else.entirely', 'z'.repeat(1_000_000)])('no name is similar to "%s"', (given) => {
  expect(nearestName(given, names)).toBeUndefined()
})

it.each([
  ['orderAmount', 'order_amount'],
  ['stock', 'stock_total'],
  ['amount', 'coupon_amount'],
  ['order_amout', 'order_amount'],
])('the member %s means %s', (given, expected) => {
  expect(
    nearestName(given, ['shop', 'coupon_amount', 'stock_total', 'v', ...(given === 'amount' ? [] : ['order_amount'])]),
  ).toBe(expected)
})
