import { detailedCouponFields, maskPhone } from '@yaoquan/api'
import type { DetailedCoupon } from '@yaoquan/client'
import { padToWidth } from './display-width.ts'
import { oneLine } from './one-line.ts'
import { statusText } from './status-text.ts'

/** A coupon as lines of wire name and value. The phone number is masked unless `withPhone`. */
export function detailLines(coupon: DetailedCoupon, withPhone: boolean): readonly string[] {
  const shown: DetailedCoupon = { ...coupon, status: `${coupon.status} ${statusText(coupon.status)}` }
  const masked = withPhone || coupon.phone === undefined ? shown : { ...shown, phone: maskPhone(coupon.phone) }
  return Object.entries(detailedCouponFields).flatMap(([property, { wire }]) => {
    const value: unknown = Reflect.get(masked, property)
    return value === undefined ? [] : [`${padToWidth(wire, 14)}${oneLine(String(value))}`]
  })
}
