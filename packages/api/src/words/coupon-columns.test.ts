import { describe, expect, it } from 'vitest'
import { erpCouponFields } from '../methods/erp-coupon.ts'
import { couponColumnNames, couponColumns } from './coupon-columns.ts'

describe.each(couponColumnNames)('column %s', (column) => {
  const { wire, zh, en, guess } = couponColumns[column]

  it.each([wire, zh, en])('is guessed for the title %s, before all others', (title) => {
    expect(guess.test(title)).toBe(true)
    expect(couponColumnNames.find((one) => couponColumns[one].guess.test(title))).toBe(column)
  })

  it('has the name of querycoupon, if that has it', () => {
    const onPage: Readonly<Record<string, Readonly<{ wire: string }>>> = erpCouponFields
    expect(onPage[column]?.wire ?? wire).toBe(wire)
  })
})

it.each(['wire', 'zh', 'en'] as const)('no two columns have the same %s', (name) => {
  expect(new Set(couponColumnNames.map((column) => couponColumns[column][name])).size).toBe(couponColumnNames.length)
})
