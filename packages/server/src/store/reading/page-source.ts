import type { SqlReader, SqlRow } from '#database/sql-engine'
import type { Coupon } from '#domain/coupon/coupon'
import type { Identifiers } from '#store/members/identifiers'
import { couponOfRow } from '#store/tables/coupon'
import type { CouponKeyFinder } from './coupon-keys.ts'
import { withIdentifiers } from './lifecycle-reader.ts'
import type { LongLists } from './long-lists.ts'

/** What pages are read from. */
export type PageSource = Readonly<{
  reader: SqlReader
  keys: CouponKeyFinder
  identifiers: Identifiers
  lists: LongLists
}>

/** The coupons of rows, in order. */
export async function couponsOfRows(
  source: PageSource,
  { sellerId, rows }: Readonly<{ sellerId: string; rows: readonly SqlRow[] }>,
): Promise<readonly Coupon[]> {
  return withIdentifiers(source, { sellerId, rows }, (row, open) => couponOfRow(sellerId, row, open))
}
