import { erpCouponFields } from '@yaoquan/api'
import type { RawCoupon } from '#server'

export type ExportedProperty = keyof RawCoupon

/**
 * The columns of an export: those that `import` reads, the code first. The seller id is left out, so that the file can be imported
 * for another seller.
 */
export const exportColumns: readonly Readonly<{ property: ExportedProperty; name: string }>[] = (
  [
    ...['couponCode', 'couponId', 'couponName', 'status', 'channel', 'phone', 'cardNo', 'couponAmount', 'orderAmount'],
    ...['startDate', 'endDate', 'billDate', 'description', 'shop', 'category', 'attribute'],
  ] as readonly ExportedProperty[]
).map((property) => ({ property, name: erpCouponFields[property].wire }))
