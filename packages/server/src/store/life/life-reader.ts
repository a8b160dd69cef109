import type { LifeReader } from '../../domain/life/life-store.ts'
import type { PhoneBook } from '../phones/phone-book.ts'
import { textForList } from '../sql/in-list.ts'
import type { SqlReader } from '../sql/sql-engine.ts'
import { findLiveByCodes } from '../statements/live-coupon-statements.ts'
import { withPhones } from './live-coupon-row.ts'

/** Reads single coupons in detail. */
export function createLifeReader(reader: SqlReader, phones: PhoneBook): LifeReader {
  return {
    async findCoupon(sellerId, couponCode) {
      const rows = await reader.all(textForList(findLiveByCodes, [couponCode]), [sellerId, couponCode])
      return (await withPhones({ reader, phones }, sellerId, rows))[0]
    },
  }
}
