import { allInList } from '#database/in-list'
import { readValue } from '#database/read-value'
import type { SqlRow } from '#database/sql-engine'
import type { Loader } from '#domain/lifecycle/reads'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { loadIdentities } from '#store/members/load-identities'
import { openOrders } from '#store/reading/open-orders'
import { findCounter, seqCounter } from '#store/tables/counter'
import { findCouponsByCodes, findCouponsOfTemplate, storedCouponOfRow } from '#store/tables/coupon'
import { findReservedCode, reservedCodeOfRow } from '#store/tables/reserved-code'
import type { WriterParts } from './writer-parts.ts'

/** Loads what acts must see, inside one transaction. Each read is one statement; texts are opened here, so nothing above knows that they are encrypted. */
export function loaderOf(parts: WriterParts): Loader {
  const { unit, identifiers, origin } = parts
  const { sellerId } = origin
  return {
    async coupons(codes) {
      if (codes.length === 0) return new Map()
      const rows = await allInList(unit, findCouponsByCodes, { before: [sellerId], list: codes })
      return new Map((await couponsOfRows(parts, rows)).map((coupon) => [coupon.terms.couponCode, coupon]))
    },
    async couponsOfTemplate({ couponId, firstSeq, lastSeq, limit }) {
      return couponsOfRows(parts, await unit.all(findCouponsOfTemplate, [sellerId, couponId, firstSeq, lastSeq, limit]))
    },
    newestSeq: async () => Number((await readValue(unit, findCounter, [sellerId, seqCounter])) ?? 0),
    async reservedCode(code) {
      const row = await unit.one(findReservedCode, [sellerId, code])
      return row && reservedCodeOfRow(row)
    },
    identities: (named) => loadIdentities({ reader: unit, identifiers, sellerId }, named),
  }
}

/** Decodes coupons with their order ids. */
export async function couponsOfRows(
  { unit, identifiers, origin, forms }: WriterParts,
  rows: readonly SqlRow[],
): Promise<readonly StoredCoupon[]> {
  forms.read(rows)
  const opened = await openOrders({ reader: unit, identifiers }, { sellerId: origin.sellerId, rows })
  return opened.map((row) => storedCouponOfRow(row))
}
