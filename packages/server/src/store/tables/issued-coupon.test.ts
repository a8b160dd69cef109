import { describe, expect, it } from 'vitest'
import { storedCoupon } from './coupon.ts'
import { digestedOf, digestedValues } from './issued-coupon.ts'

it('digests a coupon as every store has done, in this order', () => {
  const names = digestedValues(storedCoupon.columns)
  expect(names.slice(0, 19)).toEqual([
    ...['seq', 'coupon_code', 'channel', 'card_ref', 'coupon_id', 'coupon_name', 'coupon_amount', 'order_amount'],
    ...['start_date', 'end_date', 'bill_date', 'description', 'shop', 'category', 'attribute_ref', 'phone_ref'],
    ...['issued_state', 'issued_at_ms', 'template_version'],
  ])
})

describe('a column that came after coupons were issued', () => {
  const covered = { first: [0, 1], later: [['remark', 2]] } as const

  it('leaves the digest of a coupon without a value as it was', () => {
    expect(digestedOf([7, 'c7', null], covered)).toEqual([7, 'c7'])
  })

  it('is covered with its name where it has a value', () => {
    expect(digestedOf([7, 'c7', 'x'], covered)).toEqual([7, 'c7', 'remark', 'x'])
  })
})
