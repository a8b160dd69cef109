import { paddedList, textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { CouponsOnOrder } from '#domain/lifecycle/lifecycle-store'
import { endedByReturns } from '#domain/sales/sale'
import type { EndedUses } from '#domain/sales/sale-store'
import {
  couponsOnOrderValues,
  couponUseOfRow,
  findCouponsOnOrder,
  maxOnOrder,
  redemptionOfUseRow,
} from '#store/tables/redemption'
import { findReturnsOfOrders, saleReturnOfRow } from '#store/tables/sale-return'
import { findKeptRedemptions, keptOutcome } from '#store/tables/shop-order-coupon'

type OrderPlace = Readonly<{ sellerId: string; orderForm: string }>

/** What `LifecycleWriter.findCouponsOnOrder` promises. */
export async function readUsesOnOrder(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<CouponsOnOrder> {
  const rows = await reader.all(findCouponsOnOrder, couponsOnOrderValues(sellerId, orderForm, maxOnOrder))
  if (rows.length === 0) return { uses: [], isCounted: false }
  const ended = await readEndedUses(reader, { sellerId, orderForm })
  return {
    uses: rows.filter((row) => !ended.has(redemptionOfUseRow(row))).map(couponUseOfRow),
    isCounted: rows.some((row) => ended.get(redemptionOfUseRow(row)) !== 'goods-back'),
  }
}

/** Redemptions on an order that ended although their coupons did not come back. */
export async function readEndedUses(reader: SqlReader, { sellerId, orderForm }: OrderPlace): Promise<EndedUses> {
  const padded = paddedList([orderForm])
  const returns = await reader.all(textForList(findReturnsOfOrders, padded), [sellerId, ...padded])
  const kept = await reader.all(findKeptRedemptions, [sellerId, orderForm, keptOutcome])
  return new Map([
    ...kept.map(([redemptionId]) => [String(redemptionId), 'given-up'] as const),
    ...endedByReturns(returns.map(saleReturnOfRow)).map((redemptionId) => [redemptionId, 'goods-back'] as const),
  ])
}
