import { expect, test } from 'vitest'
import { draftOf } from '#conformance/example-draft'
import type { CouponTerms } from '#domain/coupon/coupon'
import { checkOrder, type Order } from './check-order.ts'

const silent: Order = { shop: undefined, amountFen: undefined, lines: [] }

function check(terms: Partial<CouponTerms>, order: Partial<Order>) {
  const free = { shop: undefined, category: undefined, orderAmountFen: undefined }
  return checkOrder(draftOf({ ...free, ...terms }).terms, { ...silent, ...order })
}

test('what a till does not tell is not checked', () => {
  expect(check({ shop: '01', category: '1001', orderAmountFen: 19_900 }, {})).toBeUndefined()
})

test.each([
  ['is named', '01,02', '02', true],
  ['is named with spaces around', '01, 02 ', '02', true],
  ['differs in a leading zero', '01,02', '2', false],
  ['is part of a name', '101', '01', false],
])('a shop that %s', (_name, shop, told, isAllowed) => {
  expect(check({ shop }, { shop: told })).toEqual(isAllowed ? undefined : { kind: 'shop-not-allowed', shop })
})

test('a coupon without shops is for all of them', () => {
  expect(check({}, { shop: '99' })).toBeUndefined()
})

test('one line of its categories is enough', () => {
  const lines = [line('2002', 1), line('1001', 1)]
  expect(check({ category: '1001,1002' }, { lines })).toBeUndefined()
  expect(check({ category: '3' }, { lines })).toEqual({ kind: 'category-not-allowed', category: '3' })
})

test.each<[string, Partial<CouponTerms>, Partial<Order>, number | undefined]>([
  ['the order reaches it to the fen', {}, { amountFen: 19_900 }, undefined],
  ['the order lacks a fen', {}, { amountFen: 19_899 }, 1],
  ['the order is empty', {}, { amountFen: 0 }, 19_900],
  ['the amount counts for lines of any category', {}, { amountFen: 19_900, lines: [line('x', 1)] }, undefined],
  ['without an amount the lines are added up', {}, { lines: [line('x', 10_000), line('y', 8_700)] }, 1200],
  [
    'only its categories count',
    { category: 'x' },
    { amountFen: 99_900, lines: [line('x', 18_700), line('y', 1)] },
    1200,
  ],
])('the threshold of 199 yuan: %s', (_name, terms, order, missingFen) => {
  const expected = missingFen === undefined ? undefined : { kind: 'amount-too-low', missingFen }
  expect(check({ orderAmountFen: 19_900, ...terms }, order)).toEqual(expected)
})

function line(category: string, amountFen: number) {
  return { categories: [category], amountFen }
}
