import { erpCouponFields } from '@yaoquan/api'
import type { RawCoupon } from '#server'

export type ExportedProperty = keyof RawCoupon

/** A record, so that none is left out. */
const inOrder: Readonly<Record<ExportedProperty, 'exported'>> = {
  couponCode: 'exported',
  couponId: 'exported',
  couponName: 'exported',
  status: 'exported',
  channel: 'exported',
  phone: 'exported',
  cardNo: 'exported',
  couponAmount: 'exported',
  orderAmount: 'exported',
  startDate: 'exported',
  endDate: 'exported',
  billDate: 'exported',
  description: 'exported',
  shop: 'exported',
  category: 'exported',
  attribute: 'exported',
}

/**
 * The columns of an export: those that `import` reads, the code first. The seller id is left out, so that the file can be imported
 * for another seller.
 */
export const exportColumns: readonly Readonly<{ property: ExportedProperty; name: string }>[] = (
  Object.keys(inOrder) as ExportedProperty[]
).map((property) => ({ property, name: erpCouponFields[property].wire }))
