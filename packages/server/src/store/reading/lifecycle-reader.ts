import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { LifecycleReader } from '#domain/lifecycle/lifecycle-store'
import type { Identifiers } from '#store/members/identifiers'
import { couponAsIssuedOfRow, findCouponsByCodes, storedCouponOfRow } from '#store/tables/coupon'
import { findIdForm } from './find-id-form.ts'
import { readUsesOnOrder } from './uses-on-order.ts'
import { withIdentifiers } from './with-identifiers.ts'

/** Reads coupons in detail by their codes. */
export function createLifecycleReader(reader: SqlReader, identifiers: Identifiers): LifecycleReader {
  const findBy =
    (couponOfRow: typeof couponAsIssuedOfRow): LifecycleReader['findCoupons'] =>
    async (sellerId, couponCodes) => {
      const rows = await allInList(reader, findCouponsByCodes, { sellerId, couponCodes })
      return withIdentifiers({ reader, identifiers }, { sellerId, rows }, couponOfRow)
    }
  const findCoupons = findBy(storedCouponOfRow)
  return {
    findCoupons,
    findIssuedCoupons: findBy(couponAsIssuedOfRow),
    async findCouponsOnOrder(sellerId, orderId) {
      const form = await findIdForm({ reader, identifiers }, sellerId, orderId)
      if (form === undefined) return []
      return (await readUsesOnOrder(reader, { sellerId, orderForm: form })).uses
    },
    findCoupon: async (sellerId, couponCode) => (await findCoupons(sellerId, [couponCode])).at(0),
  }
}
