import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { Coupon } from '#domain/coupon/coupon'
import type { MemberPhones } from '#store/phones/member-phones'
import { couponOfRow, phoneIndexOfRow } from '#store/tables/coupon'
import type { LongLists } from './long-lists.ts'

/** What pages are read from. */
export type PageSource = Readonly<{
  reader: SqlReader
  phones: MemberPhones
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
  return withPhones({ reader, phones }, { sellerId, rows }, (row, open) => couponOfRow(sellerId, row, open))
}

/**
 * Decodes rows of coupons with their phones, in the order of the rows.
 * @param decode a row of `pageCoupon` or `storedCoupon`
 */
export async function withPhones<Decoded>(
  { reader, phones }: Readonly<{ reader: SqlReader; phones: MemberPhones }>,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
  decode: (row: SqlRow, phone: string | undefined) => Decoded,
): Promise<readonly Decoded[]> {
  const indexes = rows.map(phoneIndexOfRow).filter((index) => index !== undefined)
  const open = await phones.openPhones(reader, sellerId, indexes)
  return rows.map((row) => {
    const index = phoneIndexOfRow(row)
    return decode(row, index === undefined ? undefined : open.get(index))
  })
}
