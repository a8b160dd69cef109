import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { LiveCoupon } from '#domain/lifecycle/live-coupon'
import type { PhoneBook } from '#store/phones/phone-book'
import { phoneIndexOfRow, storedCouponOfRow } from '#store/tables/coupon'

/** Coupons with their phones, in the order of the rows. */
export async function withPhones(
  { reader, phones }: Readonly<{ reader: SqlReader; phones: PhoneBook }>,
  sellerId: string,
  rows: readonly SqlRow[],
): Promise<readonly LiveCoupon[]> {
  const indexes = rows.map(phoneIndexOfRow).filter((index) => index !== undefined)
  const open = await phones.openPhones(reader, sellerId, indexes)
  return rows.map((row) => {
    const index = phoneIndexOfRow(row)
    return storedCouponOfRow(row, index === undefined ? undefined : open.get(index))
  })
}
