import { expect, test } from 'vitest'
import type { Quote } from '#domain/basket/quote'
import { codesToRedeem } from './yaoquan.coupon.redeem.ts'

const call = { outRequestNo: 'R-1', orderId: 'SO-1' }
const old: Quote = {
  basket: { shop: undefined, atMs: 0, lines: [] },
  policyVersion: 0,
  coupons: { a: 1, b: 1 },
  earlier: [],
  validUntilMs: 0,
}
const quote: Quote = { ...old, best: ['b'] }

test.each([
  ['one code', { couponCode: 'a' }, undefined, ['a']],
  ['several codes, each once', { couponCodes: ['b', 'a', 'b'] }, undefined, ['b', 'a']],
  ['codes beside a quote', { couponCodes: ['a'] }, quote, ['a']],
  ['the best combination of a quote', {}, quote, ['b']],
  ['nothing of a quote whose best combination is empty', {}, { ...quote, best: [] }, []],
  ['nothing of a text that is no quote', {}, 'stale', []],
  ['no codes of a quote that was sealed before quotes had the best combination', {}, old, undefined],
  ['no codes without a quote', {}, undefined, undefined],
] as const)('redeems %s', (_name, input, values, codes) => {
  expect(codesToRedeem({ ...call, ...input }, values)).toEqual(codes)
})
