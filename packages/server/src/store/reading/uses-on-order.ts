import type { SqlReader } from '#database/sql-engine'
import type { CouponsOnOrder } from '#domain/lifecycle/coupon-use'
import { endedByReturns } from '#domain/sales/sale'
import type { EndedUses } from '#domain/sales/sale-store'
import { couponUseOfRow, findCouponsOnOrder, maxOnOrder, redemptionOfUseRow } from '#store/tables/redemption'
import { couponsOfRow, findCouponsOfReturns, maxEndingReturns } from '#store/tables/sale-return'
import { findKeptRedemptions, keptOutcome } from '#store/tables/shop-order-coupon'

type OrderPlace = Readonly<{ sellerId: string; orderForm: string }>

/** What the read `usesOnOrder` promises. */
export async function readUsesOnOrder(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<CouponsOnOrder> {
  const list = (limit: number) => reader.all(findCouponsOnOrder({ sellerId, orderId: orderForm, limit }))
  const first = await list(maxOnOrder)
  if (first.length === 0) return { uses: [], isCounted: false }
  const ended = await readEndedUses(reader, { sellerId, orderForm })
  // Those that ended leave places to others.
  const rows = first.length < maxOnOrder || ended.size === 0 ? first : await list(maxOnOrder + ended.size)
  const live = rows.filter((row) => !ended.has(redemptionOfUseRow(row)))
  return {
    uses: live.slice(0, maxOnOrder).map(couponUseOfRow),
    isCounted: rows.some((row) => ended.get(redemptionOfUseRow(row)) !== 'goods-back'),
  }
}

/**
 * Redemptions on an order that ended although their coupons did not come back. Of an order with more returns than `maxEndingReturns`, uses
 * that earlier ones ended are taken for uses on the order.
 */
export async function readEndedUses(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<EndedUses> {
  const returns = await reader.all(findCouponsOfReturns({ sellerId, orderId: orderForm, limit: maxEndingReturns }))
  const kept = await reader.all(findKeptRedemptions({ sellerId, orderId: orderForm, outcome: keptOutcome }))
  return new Map([
    ...kept.map(([redemptionId]) => [String(redemptionId), 'given-up'] as const),
    ...endedByReturns(returns.map(couponsOfRow)).map((redemptionId) => [redemptionId, 'goods-back'] as const),
  ])
}
