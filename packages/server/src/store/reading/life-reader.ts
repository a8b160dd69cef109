import { textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { LifeReader } from '#domain/lifecycle/life-store'
import type { PhoneBook } from '#store/phones/phone-book'
import { findLiveByCodes } from '#store/tables/live-coupon-statements'
import { withPhones } from './with-phones.ts'

/** Reads single coupons in detail. */
export function createLifeReader(reader: SqlReader, phones: PhoneBook): LifeReader {
  return {
    async findCoupon(sellerId, couponCode) {
      const rows = await reader.all(textForList(findLiveByCodes, [couponCode]), [sellerId, couponCode])
      return (await withPhones({ reader, phones }, sellerId, rows))[0]
    },
  }
}
