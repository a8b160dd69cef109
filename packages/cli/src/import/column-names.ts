import { erpCouponFields } from '@yaoquan/api'
import type { CouponProperty } from './source-row.ts'

/**
 * The coupon property of a column or member. Its name may be the field name of `querycoupon`, our property name, or the Chinese
 * description of the field.
 */
export function propertyOf(name: string): CouponProperty | undefined {
  return properties.get(name.trim().toLowerCase())
}

/** The field name of a property, for messages. Also accepts the store's names of amounts, which end in `Fen`. */
export function fieldName(property: string): string {
  const name = property.replace(/Fen$/, '')
  return name in erpCouponFields ? erpCouponFields[name as CouponProperty].wire : name
}

const properties: ReadonlyMap<string, CouponProperty> = new Map(
  (Object.keys(erpCouponFields) as CouponProperty[]).flatMap((property) => {
    const { wire, description } = erpCouponFields[property]
    return [wire, property, description.zh].map((name) => [name.toLowerCase(), property] as const)
  }),
)
