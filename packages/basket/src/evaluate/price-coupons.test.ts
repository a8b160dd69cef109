import { expect, test } from 'vitest'
import { defaultPolicy } from '../model/policy.ts'
import { basketOf, couponOf, off } from '../testing/examples.ts'
import { priceCoupons } from './price-coupons.ts'

const policy = { ...defaultPolicy, maxPerOrder: 2 }

test('refuses each coupon that is in the way, with its reasons', () => {
  const coupons = [
    off('short', [500, 1]),
    off('a', [0, 10], { group: 'g' }),
    off('b', [0, 9], { group: 'g' }),
    off('alone', [0, 8], { isAlone: true }),
  ]
  expect(priceCoupons(basketOf(100), coupons, policy)).toMatchObject({
    kind: 'refused',
    refusals: [
      { couponCode: 'short', reasons: [{ code: 'SHORT' }] },
      { couponCode: 'a', reasons: [{ code: 'ALONE' }, { code: 'GROUP', besideCode: 'b' }] },
      { couponCode: 'b', reasons: [{ code: 'ALONE' }, { code: 'GROUP', besideCode: 'a' }] },
      { couponCode: 'alone', reasons: [{ code: 'ALONE' }, { code: 'MAX_PER_ORDER', max: 2 }] },
    ],
  })
})

test('refuses what is beyond the places on an order, in the order of application', () => {
  const coupons = [off('c', [0, 1]), off('b', [0, 2]), off('a', [0, 3])]
  expect(priceCoupons(basketOf(100), coupons, policy)).toEqual({
    kind: 'refused',
    refusals: [{ couponCode: 'c', reasons: [{ code: 'MAX_PER_ORDER', max: 2 }] }],
  })
})

test('refuses a coupon that finds nothing left to take', () => {
  expect(priceCoupons(basketOf(12), [off('50', [0, 50]), off('12', [0, 12])], policy)).toEqual({
    kind: 'refused',
    refusals: [{ couponCode: '12', reasons: [{ code: 'NO_EFFECT' }] }],
  })
})

test('prices a basket without coupons, and gifts beside full places', () => {
  expect(priceCoupons(basketOf(12), [], policy)).toMatchObject({ kind: 'priced', combination: { payFen: 1_200 } })
  const gift = couponOf('g', { kind: 'gift', amountFen: 990 })
  expect(priceCoupons(basketOf(12), [gift, off('a', [0, 1]), off('b', [0, 2])], policy)).toMatchObject({
    kind: 'priced',
    combination: { codes: ['b', 'a'], payFen: 900 },
    gifts: [{ code: 'g', valueFen: 990 }],
  })
})
