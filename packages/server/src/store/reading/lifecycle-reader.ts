import { textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { Identifiers } from '#store/members/identifiers'
import { findCouponsByCodes, storedCouponOfRow } from '#store/tables/coupon'
import { withIdentifiers } from './with-identifiers.ts'

/** Reads single coupons in detail. */
export function createLifecycleReader(reader: SqlReader, identifiers: Identifiers): LifecycleReader {
  return {
    async findCoupon(sellerId, couponCode) {
      const rows = await reader.all(textForList(findCouponsByCodes, [couponCode]), [sellerId, couponCode])
      return (await withIdentifiers({ reader, identifiers }, { sellerId, rows }, storedCouponOfRow)).at(0)
    },
  }
}
