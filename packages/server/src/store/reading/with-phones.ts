import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { MemberPhones } from '#store/phones/member-phones'
import { phoneIndexOfRow } from '#store/tables/coupon'

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
