import { isSameCell } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { CouponFilter } from '#domain/coupon/coupon-store'
import type { Named } from '#domain/members/name-members'
import type { CouponKeys } from '#store/members/coupon-keys'
import { pageCoupon } from '#store/tables/coupon'
import type { FilterColumn, NarrowKey } from '#store/tables/coupon-lists'

/** The coupons of a seller under one key that meet the filters, in order of issue. */
export type NarrowList = Readonly<{
  sellerId: string
  key: NarrowKey
  keyValue: SqlValue
  filters: readonly Readonly<{ column: FilterColumn; value: SqlValue }>[]
}>

/**
 * The lists that answer a filter, narrowest first: each finds by one of the given filters and tests the others.
 * A code finds at most one coupon, so its list is the only one. Empty without code, phone and card.
 */
export function narrowListsOf(
  { sellerId, filter }: Readonly<{ sellerId: string; filter: CouponFilter }>,
  { phoneRef, cardRef }: CouponKeys,
): readonly NarrowList[] {
  const { couponCode, channel } = filter
  const tests = [
    ...(phoneRef === undefined ? [] : [{ column: 'phone_ref', value: phoneRef } as const]),
    ...(cardRef === undefined ? [] : [{ column: 'card_ref', value: cardRef } as const]),
    ...(channel === undefined ? [] : [{ column: 'channel', value: channel } as const]),
  ]
  if (couponCode !== undefined) return [{ sellerId, key: 'coupon_code', keyValue: couponCode, filters: tests }]
  return tests.flatMap(({ column, value }): readonly NarrowList[] => {
    if (column === 'channel') return []
    return [{ sellerId, key: column, keyValue: value, filters: tests.filter((other) => other.column !== column) }]
  })
}

/** The phone and card of a filter. */
export function namedBy({ phone, cardNo }: CouponFilter): Named {
  return { phone, cardNo }
}

/** Whether a row found under the list's key is of the list. */
export function meetsFilters(row: SqlRow, { filters }: NarrowList): boolean {
  return filters.every(({ column, value }) => isSameCell(row[pageCoupon.at[column]], value))
}
