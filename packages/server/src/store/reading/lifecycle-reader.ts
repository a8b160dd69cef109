import { textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { PhoneBook } from '#store/phones/phone-book'
import { findCouponsByCodes } from '#store/tables/coupon'
import { withPhones } from './with-phones.ts'

/** Reads single coupons in detail. */
export function createLifecycleReader(reader: SqlReader, phones: PhoneBook): LifecycleReader {
  return {
    async findCoupon(sellerId, couponCode) {
      const rows = await reader.all(textForList(findCouponsByCodes, [couponCode]), [sellerId, couponCode])
      return (await withPhones({ reader, phones }, sellerId, rows))[0]
    },
  }
}
