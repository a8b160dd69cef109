import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { Coupon } from '#domain/coupon/coupon'
import type { PhoneBook } from '#store/phones/phone-book'
import { couponOfRow, phoneIndexOfRow } from '#store/tables/coupon'
import type { LongLists } from './long-lists.ts'

/** What pages are read from. */
export type PageSource = Readonly<{
  reader: SqlReader
  phones: PhoneBook
  lists: LongLists
}>

/**
 * The coupons of rows, in order.
 * @param phone the one that was asked for, which all of them have: it need not be opened
 */
export async function couponsOfRows(
  { reader, phones }: PageSource,
  { sellerId, phone, rows }: Readonly<{ sellerId: string; phone?: string | undefined; rows: readonly SqlRow[] }>,
): Promise<readonly Coupon[]> {
  if (phone !== undefined) return rows.map((row) => couponOfRow(sellerId, row, phone))
  const indexes = rows.map(phoneIndexOfRow).filter((index) => index !== undefined)
  const open = await phones.openPhones(reader, sellerId, indexes)
  return rows.map((row) => {
    const index = phoneIndexOfRow(row)
    return couponOfRow(sellerId, row, index === undefined ? undefined : open.get(index))
  })
}
