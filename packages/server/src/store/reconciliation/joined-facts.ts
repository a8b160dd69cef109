import type { SqlRow } from '#database/sql-engine'
import type { OrderWithRedemptions, RedemptionWithOrder } from '#domain/reconciliation/facts'
import type { StoredRedemption } from '#domain/sales/sale'
import {
  findReconciledOrders,
  findRedemptionsOfOrders,
  keyInRow,
  reconciledOrderOfRow,
} from '#store/tables/reconciled-rows'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import { type FactSource, rowsOf } from './fact-source.ts'
import { orderFactsOf } from './order-facts.ts'
import { redemptionFactsOf } from './redemption-facts.ts'

/** Redemptions with their coupons, events and orders. @param redemptions with order ids as they are stored */
export async function withOrders(
  source: FactSource,
  redemptions: readonly StoredRedemption[],
): Promise<readonly RedemptionWithOrder[]> {
  if (redemptions.length === 0) return []
  const forms = redemptions.map(({ orderId }) => orderId)
  const rows = (await rowsOf(source, findReconciledOrders, { orderIds: forms })).map(reconciledOrderOfRow)
  const orders = new Map((await orderFactsOf(source, rows)).map((order, place) => [rows[place]?.orderId, order]))
  const facts = await redemptionFactsOf(source, redemptions)
  return facts.map((redemption, place) => ({ redemption, order: orders.get(forms[place]) }))
}

/** Orders with every redemption for them. @param rows of orders */
export async function withRedemptions(
  source: FactSource,
  rows: readonly SqlRow[],
): Promise<readonly OrderWithRedemptions[]> {
  const orders = rows.map(reconciledOrderOfRow)
  const forms = orders.map(({ orderId }) => orderId)
  const ids = (await rowsOf(source, findRedemptionsOfOrders, { orderIds: forms })).map(keyInRow)
  const redemptions = (await rowsOf(source, findRedemptions, { redemptionIds: ids })).map(redemptionOfRow)
  const facts = await redemptionFactsOf(source, redemptions)
  const ofOrders = await orderFactsOf(source, orders)
  const byOrder = Map.groupBy(facts.keys(), (place) => redemptions[place]?.orderId)
  return ofOrders.map((order, place) => ({
    order,
    redemptions: (byOrder.get(forms[place]) ?? []).flatMap((at) => facts[at] ?? []),
  }))
}
