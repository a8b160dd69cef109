import { expect, test } from 'vitest'
import { draftOf } from '#testing/example-draft'
import type { CouponTerms } from './coupon.ts'
import { differingFields } from './sort-rows.ts'

test('a coupon agrees with itself', () => {
  expect(differingFields(draftOf(), draftOf())).toEqual([])
})

test('every term counts', () => {
  for (const field of Object.keys(draftOf().terms) as (keyof CouponTerms)[]) {
    expect(differingFields(draftOf(), draftOf({ [field]: undefined }))).toEqual([field])
  }
})

test('a coupon given as unused agrees with one that was used since', () => {
  expect(differingFields(draftOf({}, { kind: 'used' }), draftOf())).toEqual([])
})

test('a coupon given as used differs from one that is stored as unused', () => {
  expect(differingFields(draftOf(), draftOf({}, { kind: 'used' }))).toEqual(['status'])
})
