import { expect, test } from 'vitest'
import type { RawCoupon } from './coupon-draft.ts'
import type { CouponDraft, CouponIssuer, IssueOutcome } from './coupon-store.ts'
import { importCoupons } from './import-coupons.ts'

/** Records its calls; existing codes have the given outcomes, all others are created. */
function issuerWith(existing: Readonly<Record<string, IssueOutcome>> = {}) {
  const calls: (readonly CouponDraft[])[] = []
  const issuer: CouponIssuer = {
    issueCoupons(_sellerId, drafts) {
      calls.push(drafts)
      return Promise.resolve(drafts.map(({ terms }) => existing[terms.couponCode] ?? { kind: 'created' }))
    },
  }
  return { issuer, calls }
}

function run(issuer: CouponIssuer, rows: readonly RawCoupon[]) {
  return importCoupons({ issuer, sellerId: '111', rows, nowMs: 1 })
}

test('gives one outcome per row, in order, and stores only rows that are coupons', async () => {
  const { issuer, calls } = issuerWith({ b: { kind: 'existing' } })
  const rows = [{ couponCode: 'a' }, { couponCode: 'x', couponAmount: '-1' }, { couponCode: 'b' }]
  expect(await run(issuer, rows)).toMatchObject([
    { kind: 'created' },
    { kind: 'invalid', field: 'couponAmount' },
    { kind: 'existing' },
  ])
  expect(calls.flat().map(({ terms }) => terms.couponCode)).toEqual(['a', 'b'])
})

test('a code given twice with equal content is created once and exists then', async () => {
  const { issuer, calls } = issuerWith()
  const rows = [
    { couponCode: 'a', phone: '18612255668' },
    { couponCode: ' a ', phone: '+86 186 1225 5668' },
  ]
  expect((await run(issuer, rows)).map(({ kind }) => kind)).toEqual(['created', 'existing'])
  expect(calls.flat()).toHaveLength(1)
})

test('a code given again with other content is a conflict with its first row', async () => {
  const { issuer } = issuerWith()
  const rows = [{ couponCode: 'a' }, { couponCode: 'a', shop: '01' }]
  expect(await run(issuer, rows)).toMatchObject([{ kind: 'created' }, { kind: 'conflict', fields: ['shop'] }])
})

test('a repetition of a row that is in conflict with the store is in conflict too', async () => {
  const conflict: IssueOutcome = { kind: 'conflict', fields: ['channel'] }
  const { issuer } = issuerWith({ a: conflict })
  expect(await run(issuer, [{ couponCode: 'a' }, { couponCode: 'a' }])).toEqual([conflict, conflict])
})

test('stores at most 1,000 coupons in one transaction', async () => {
  const { issuer, calls } = issuerWith()
  const rows = Array.from({ length: 2001 }, (_, place) => ({ couponCode: `c${place}` }))
  expect(await run(issuer, rows)).toHaveLength(2001)
  expect(calls.map((drafts) => drafts.length)).toEqual([1000, 1000, 1])
})

test('asks the store for nothing when no row is a coupon', async () => {
  const { issuer, calls } = issuerWith()
  expect(await run(issuer, [])).toEqual([])
  expect((await run(issuer, [{}])).map(({ kind }) => kind)).toEqual(['invalid'])
  expect(calls).toEqual([])
})
