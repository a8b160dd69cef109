import { describe, expect, it } from 'vitest'
import { erpCouponFields } from '../methods/erp-coupon.ts'
import { couponColumnNames, couponColumns } from './coupon-columns.ts'

describe.each(couponColumnNames)('column %s', (column) => {
  const { wire } = couponColumns[column]

  it('has the name of querycoupon, if that has it', () => {
    const onPage: Readonly<Record<string, Readonly<{ wire: string }>>> = erpCouponFields
    expect(onPage[column]?.wire ?? wire).toBe(wire)
  })
})

it('no two columns have the same title', () => {
  const titles = couponColumnNames.flatMap((column) => {
    const { zh, en, titles: usual } = couponColumns[column]
    return [zh, en, ...usual].map((title) => title.toLowerCase())
  })
  expect(titles.filter((title, place) => titles.indexOf(title) !== place)).toEqual([])
})

it.each(['wire', 'zh', 'en'] as const)('no two columns have the same %s', (name) => {
  expect(new Set(couponColumnNames.map((column) => couponColumns[column][name])).size).toBe(couponColumnNames.length)
})
