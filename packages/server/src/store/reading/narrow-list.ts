import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { CouponFilter } from '#domain/coupon/coupon-store'
import type { PhoneBook } from '#store/phones/phone-book'
import { couponColumns } from '#store/tables/coupon-statements'
import type { NarrowKey, Residual } from '#store/tables/narrow-list-statements'

/** The coupons of a seller under one key that meet the residual tests, in order of issue. */
export type NarrowList = Readonly<{
  sellerId: string
  key: NarrowKey
  keyValue: SqlValue
  residuals: readonly Readonly<{ column: Residual; value: SqlValue }>[]
}>

/**
 * The lists that answer a filter, narrowest first: each finds by one of the given filters and tests the others.
 * A code finds one coupon at most, so nothing stands beside it. Empty without code, phone and card.
 */
export function narrowListsOf(sellerId: string, filter: CouponFilter, phones: PhoneBook): readonly NarrowList[] {
  const { couponCode, phone, cardNo, channel } = filter
  const phoneIndex = phone === undefined ? undefined : phones.indexOf(sellerId, phone)
  const tests = [
    ...(phoneIndex === undefined ? [] : [{ column: 'phone_index', value: phoneIndex } as const]),
    ...(cardNo === undefined ? [] : [{ column: 'card_no', value: cardNo } as const]),
    ...(channel === undefined ? [] : [{ column: 'channel', value: channel } as const]),
  ]
  if (couponCode !== undefined) return [{ sellerId, key: 'coupon_code', keyValue: couponCode, residuals: tests }]
  return tests.flatMap(({ column, value }): readonly NarrowList[] => {
    if (column === 'channel') return []
    return [{ sellerId, key: column, keyValue: value, residuals: tests.filter((other) => other.column !== column) }]
  })
}

/** Whether a row found under the list's key is of the list. */
export function meetsResiduals(row: SqlRow, { residuals }: NarrowList): boolean {
  return residuals.every(({ column, value }) => isSame(row[places[column]], value))
}

const places: Readonly<Record<Residual, number>> = {
  channel: couponColumns.indexOf('channel'),
  card_no: couponColumns.indexOf('card_no'),
  phone_index: couponColumns.length,
}

function isSame(left: SqlValue | undefined, right: SqlValue): boolean {
  if (left instanceof Uint8Array && right instanceof Uint8Array) return Buffer.compare(left, right) === 0
  return left === right
}
