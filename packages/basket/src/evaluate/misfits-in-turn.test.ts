import { expect, test } from 'vitest'
import { defaultPolicy } from '../model/policy.ts'
import { basketOf, inCategories, off, wednesdayMs } from '../testing/examples.ts'
import { type CouponInTurn, misfitsInTurn } from './misfits-in-turn.ts'

const policy = { ...defaultPolicy, maxPerOrder: 2 }
const dayMs = 86_400_000

function misfits(...coupons: readonly CouponInTurn[]) {
  return Object.fromEntries(
    Array.from(misfitsInTurn(basketOf(100), coupons, policy), ([code, reason]) => [code, reason.code]),
  )
}

test('refuses what does not fit beside those before it, and goes on with the next', () => {
  expect(
    misfits(
      { coupon: off('a', [0, 10], { group: 'g' }) },
      { coupon: off('b', [0, 20], { group: 'g' }) },
      { coupon: off('alone', [0, 5], { isAlone: true }) },
      { coupon: off('far', [0, 5], inCategories('1')) },
      { coupon: off('c', [0, 5]) },
      { coupon: off('d', [0, 5]) },
    ),
  ).toEqual({ b: 'GROUP', alone: 'ALONE', far: 'NO_SCOPE', d: 'MAX_PER_ORDER' })
})

test('refuses one that leaves nothing for those before it, or finds nothing', () => {
  expect(misfits({ coupon: off('a', [0, 100]) }, { coupon: off('b', [0, 5]) })).toEqual({ b: 'NO_EFFECT' })
  expect(misfits({ coupon: off('a', [0, 5], { layer: 1 }) }, { coupon: off('b', [0, 100]) })).toEqual({
    b: 'NO_EFFECT',
  })
})

test('judges each at its own moment, and counts presumed ones without judging them', () => {
  const expired = { ...off('late', [0, 5]), endDate: '2026-11-25' }
  expect(misfits({ coupon: expired, atMs: wednesdayMs + dayMs })).toEqual({ late: 'EXPIRED' })
  expect(misfits({ coupon: expired, atMs: wednesdayMs })).toEqual({})
  const ofTill = { coupon: off('till', [500, 10], { group: 'g' }), isPresumed: true }
  expect(misfits(ofTill, { coupon: off('b', [0, 5], { group: 'g' }) })).toEqual({ b: 'GROUP' })
  // It takes nothing here, so that the other one leaves it nothing less.
  expect(misfits(ofTill, { coupon: off('c', [0, 5]) })).toEqual({})
})
