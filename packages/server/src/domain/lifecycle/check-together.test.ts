import { describe, expect, test } from 'vitest'
import { type CouponOnOrder, checkTogether } from './check-together.ts'

const coupon = (couponCode: string, faceFen = 5000, isStackable = true): CouponOnOrder => ({
  couponCode,
  faceFen,
  isStackable,
})
const check = (asked: Partial<Parameters<typeof checkTogether>[0]>) =>
  checkTogether({ orderId: 'SO', amountFen: undefined, earlier: [], coupons: [], ...asked })

describe('coupons that are not stackable', () => {
  const alone = coupon('alone', 5000, false)

  test('may be the only one of an order', () => {
    expect(check({ coupons: [alone] })).toBeUndefined()
  })

  test.each([
    ['beside another of the call', { coupons: [coupon('a'), alone] }, { couponCode: 'alone', besideCode: undefined }],
    ['after any other', { coupons: [alone], earlier: [coupon('a')] }, { couponCode: 'alone', besideCode: undefined }],
    ['before any other', { coupons: [coupon('a')], earlier: [alone] }, { couponCode: 'a', besideCode: 'alone' }],
  ])('are refused %s', (_name, asked, refusal) => {
    expect(check(asked)).toEqual({ kind: 'not-stackable', orderId: 'SO', ...refusal })
  })
})

describe('an order of 60 yuan', () => {
  const amountFen = 6000

  test('takes two coupons of 50, and no third of the same or of another call', () => {
    expect(check({ amountFen, coupons: [coupon('a'), coupon('b')] })).toBeUndefined()
    const covered = { kind: 'order-covered', couponCode: 'c', orderId: 'SO', coveredFen: 10_000 }
    expect(check({ amountFen, coupons: [coupon('a'), coupon('b'), coupon('c')] })).toEqual(covered)
    expect(check({ amountFen, earlier: [coupon('a'), coupon('b')], coupons: [coupon('c')] })).toEqual(covered)
  })

  test('is covered by exactly 60, and not by one fen less', () => {
    expect(check({ amountFen, earlier: [coupon('a', 6000)], coupons: [coupon('b')] })?.kind).toBe('order-covered')
    expect(check({ amountFen, earlier: [coupon('a', 5999)], coupons: [coupon('b')] })).toBeUndefined()
  })

  test('is not covered by coupons without an amount, and is not checked if the till gives no amount', () => {
    expect(check({ amountFen: 0, earlier: [coupon('a', 0)], coupons: [coupon('b')] })).toBeUndefined()
    expect(check({ earlier: [coupon('a'), coupon('b')], coupons: [coupon('c')] })).toBeUndefined()
  })
})
