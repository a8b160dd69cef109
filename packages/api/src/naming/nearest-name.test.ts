import { expect, it } from 'vitest'
import { nearestName, shownName } from './nearest-name.ts'

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

it('is near exactly when at most half of the characters change, by the plain definition', () => {
  const names = ['a', 'b', 'abc', 'cab', 'b_ac', 'acb_', 'bbaa', 'c_ab_', 'cabba', '_acbbc', 'bac_ab', 'cbacbac']
  const pairs = names.flatMap((given) => names.map((name) => [given, name] as const))
  const apart = pairs.filter(([given, name]) => !given.includes(name) && !name.includes(given))
  const isNear = ([given, name]: readonly [string, string]) =>
    distance(given, name) <= Math.max(given.length, name.length) / 2
  expect(apart.filter(([given, name]) => nearestName(given, [name]) === name)).toEqual(apart.filter(isNear))
})

/** The recursive definition of the Levenshtein distance. */
function distance(left: string, right: string): number {
  if (left === '' || right === '') return left.length + right.length
  const changed = distance(left.slice(1), right.slice(1)) + (left[0] === right[0] ? 0 : 1)
  return Math.min(changed, distance(left.slice(1), right) + 1, distance(left, right.slice(1)) + 1)
}

it.each(['phne', 'couponCode', 'user.phone', 'card-no', 'phone2', 'line12', '__proto__'])('%s is shown', (name) => {
  expect(shownName(name)).toBe(name)
})

it.each([
  '',
  '12',
  '6222021234567890123',
  'phone6222021234567890123',
  '010-88881234',
  'phone13900000001',
  '１３９００００００01',
  '张三',
  'phne\n',
  '0123456789abcdef0123456789abcdef',
  'x'.repeat(33),
])('%j may be a value and is not shown', (name) => {
  expect(shownName(name)).toBe('…')
})
