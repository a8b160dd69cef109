import { erpCouponFields } from '@yaoquan/api'
import type { RawCoupon } from '#server'

export type ExportedProperty = keyof RawCoupon

/**
 * The columns of an export: what `import` reads, the code first. Whose chain it is, is left out: the file may go to
 * another one.
 */
export const exportColumns: readonly Readonly<{ property: ExportedProperty; name: string }>[] = (
  [
    ...['couponCode', 'couponId', 'couponName', 'status', 'channel', 'phone', 'cardNo', 'couponAmount', 'orderAmount'],
    ...['startDate', 'endDate', 'billDate', 'description', 'shop', 'category', 'attribute'],
  ] as readonly ExportedProperty[]
).map((property) => ({ property, name: erpCouponFields[property].wire }))
