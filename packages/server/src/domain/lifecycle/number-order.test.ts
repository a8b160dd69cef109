import { expect, test } from 'vitest'
import { newSellerPolicy } from '#domain/policy/seller-policy'
import { numberOrder } from './number-order.ts'

/** 00:00:01 of 2026-12-01 in GMT+8. */
const nowMs = Date.UTC(2026, 10, 30, 16, 0, 1)
const input = { sellerId: '111', shop: '01' }
const unused = { onOrder: { uses: [], isCounted: false }, synced: undefined, saleNo: 0 }

/** The number that is made where reads find this, one round after the other. */
function numberFound(newest: number, ...rounds: readonly object[]): string {
  const reading = numberOrder.reads(input, { nowMs })
  let step = reading.next()
  for (const found of [{ newest, stored: undefined, isShopKnown: true }, ...rounds]) step = reading.next(found)
  if (step.done !== true) throw new Error('it reads on')
  return step.value.orderId
}

test('a number is shop, day in GMT+8 and the number of its event', () => {
  expect(numberFound(122, unused)).toBe('01-20261201-000123')
  expect(numberFound(1_234_566, unused)).toBe('01-20261201-1234567')
})

test.each([
  ['a till used on a coupon', { onOrder: { uses: [{ couponCode: 'c1' }], isCounted: true } }],
  ['an ERP synced', { synced: { orderNo: 1 } }],
  ['a till sold with lines', { saleNo: 1 }],
])('a number that %s before is passed over', (_what, used) => {
  expect(numberFound(122, { ...unused, ...used }, unused)).toBe('01-20261201-000123-2')
})

test('an order is numbered with an event, only where the rules let it and in a shop that is known', () => {
  const stored = { policy: { ...newSellerPolicy, numbersOrders: true }, version: 1, setAtMs: 1 }
  const found = { stored, isShopKnown: true, orderId: '01-20261201-000123' }
  const decide = (changed: object) => numberOrder.decide({ input, found: { ...found, ...changed }, nowMs })
  expect(decide({})).toEqual({
    kind: 'done',
    answer: { orderId: '01-20261201-000123' },
    changes: [{ kind: 'orderNumbered', to: { orderId: '01-20261201-000123', shop: '01' } }],
  })
  expect(decide({ stored: { ...stored, policy: newSellerPolicy } })).toMatchObject({
    refusal: { kind: 'order-numbers-off' },
  })
  expect(decide({ isShopKnown: false })).toMatchObject({ refusal: { kind: 'shop-unknown', shop: '01' } })
})
