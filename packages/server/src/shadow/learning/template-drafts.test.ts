import { expect, test } from 'vitest'
import type { CouponTerms } from '#domain/coupon/coupon'
import { draftOf } from '#testing/example-draft'
import { TemplateDrafts } from './template-drafts.ts'

function draftsOf(...changes: readonly Partial<CouponTerms>[]) {
  const drafts = new TemplateDrafts()
  for (const change of changes) drafts.add(draftOf(change).terms)
  return drafts.drafts()
}

const fixed = { startDate: '2026-11-01', endDate: '2026-12-31' } as const

test('coupons with equal terms and dates are a draft of fixed dates, whatever their members', () => {
  const [draft, ...others] = draftsOf(
    { ...fixed, couponCode: 'a' },
    { ...fixed, couponCode: 'b', phone: '13900000001' },
  )
  expect(others).toEqual([])
  expect(draft).toMatchObject({ couponId: '11', coupons: 2, differing: [], missing: [] })
  expect(draft?.draft).toEqual({
    coupon_id: '11',
    coupon_name: '满199减99',
    kind: 'full_reduction',
    coupon_amount: '99',
    order_amount: '199',
    start_date: '2026-11-01',
    end_date: '2026-12-31',
    shop: '01,02',
    category: '1001,10012',
    describe: '全场通用',
    state: 'draft',
  })
})

test('dates that follow from the day of the issue are days from the claim', () => {
  const [draft] = draftsOf(
    { billDate: '2026-11-01', startDate: '2026-11-01', endDate: '2026-11-30' },
    { billDate: '2026-11-05', startDate: '2026-11-05', endDate: '2026-12-04' },
  )
  expect(draft?.draft).toMatchObject({ valid_from_day: 0, valid_to_day: 29 })
  expect(draft?.draft).not.toHaveProperty('start_date')
})

test.each<[string, readonly Partial<CouponTerms>[], object]>([
  [
    'terms that differ',
    [fixed, { ...fixed, couponAmountFen: 1 }],
    { differing: ['couponAmountFen'], draft: undefined },
  ],
  [
    'dates that follow no rule',
    [{ endDate: '2026-11-30' }, { endDate: '2026-12-01' }],
    { missing: ['start_date', 'end_date'] },
  ],
  ['no amount', [{ ...fixed, couponAmountFen: undefined }], { missing: ['kind'] }],
  ['cash', [{ ...fixed, orderAmountFen: undefined }], { missing: [], draft: { kind: 'cash' } }],
])('%s', (_what, coupons, expected) => {
  expect(draftsOf(...coupons)).toMatchObject([expected])
})

test('coupons without a template id are left out', () => {
  expect(draftsOf({ couponId: undefined })).toEqual([])
})
