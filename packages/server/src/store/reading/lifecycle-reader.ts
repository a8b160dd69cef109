import { textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { MemberPhones } from '#store/phones/member-phones'
import { findCouponsByCodes, storedCouponOfRow } from '#store/tables/coupon'
import { withPhones } from './page-source.ts'

/** Reads single coupons in detail. */
export function createLifecycleReader(reader: SqlReader, phones: MemberPhones): LifecycleReader {
  return {
    async findCoupon(sellerId, couponCode) {
      const rows = await reader.all(textForList(findCouponsByCodes, [couponCode]), [sellerId, couponCode])
      return (await withPhones({ reader, phones }, { sellerId, rows }, storedCouponOfRow)).at(0)
    },
  }
}
