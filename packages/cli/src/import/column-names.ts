import { erpCouponFields } from '@yaoquan/api'
import type { CouponProperty } from './source-row.ts'

/**
 * The coupon property that a column or member stands for: by the page's field name, by our property name, or by the
 * page's Chinese description.
 */
export function propertyOf(name: string): CouponProperty | undefined {
  return properties.get(name.trim().toLowerCase())
}

/** The page's name of a property, for messages. Amounts may come under the store's own names. */
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
