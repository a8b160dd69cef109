import { erpCouponFields } from '@yaoquan/api'
import type { Coupon } from '@yaoquan/client'

/** A coupon with the field names and order of `querycoupon`, as `import` reads it. */
export function wireCoupon(coupon: Coupon): Readonly<Record<string, string>> {
  const members = Object.entries(erpCouponFields).map(([property, { wire }]) => [wire, Reflect.get(coupon, property)])
  return Object.fromEntries(members.filter(([, value]) => value !== undefined))
}
