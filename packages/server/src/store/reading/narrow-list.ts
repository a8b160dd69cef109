import { isSameCell } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { CouponFilter } from '#domain/coupon/coupon-store'
import type { MemberPhones } from '#store/phones/member-phones'
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
export function narrowListsOf(sellerId: string, filter: CouponFilter, phones: MemberPhones): readonly NarrowList[] {
  const { couponCode, phone, cardNo, channel } = filter
  const phoneIndex = phone === undefined ? undefined : phones.indexOf(sellerId, phone)
  const tests = [
    ...(phoneIndex === undefined ? [] : [{ column: 'phone_index', value: phoneIndex } as const]),
    ...(cardNo === undefined ? [] : [{ column: 'card_no', value: cardNo } as const]),
    ...(channel === undefined ? [] : [{ column: 'channel', value: channel } as const]),
  ]
  if (couponCode !== undefined) return [{ sellerId, key: 'coupon_code', keyValue: couponCode, filters: tests }]
  return tests.flatMap(({ column, value }): readonly NarrowList[] => {
    if (column === 'channel') return []
    return [{ sellerId, key: column, keyValue: value, filters: tests.filter((other) => other.column !== column) }]
  })
}

/** Whether a row found under the list's key is of the list. */
export function meetsFilters(row: SqlRow, { filters }: NarrowList): boolean {
  return filters.every(({ column, value }) => isSameCell(row[pageCoupon.at[column]], value))
}
