import type { SqlRow } from '#database/sql-engine'
import { isFullyRefunded } from '#domain/lifecycle/order-basket'
import type { OrderHistory } from '#domain/orders/order-history'
import { meaningOfStatus } from '#domain/orders/shop-order'
import type { OrderFacts, OrderWithRedemptions, RedemptionWithOrder } from '#domain/reconciliation/facts'
import type { StoredRedemption } from '#domain/sales/sale'
import {
  findReconciledCodes,
  findReconciledOrders,
  findRedemptionsOfOrders,
  keyInRow,
  type ReconciledOrder,
  reconciledCouponOfRow,
  reconciledOrderOfRow,
} from '#store/tables/reconciled-rows'
import { findRedemptions, redemptionOfRow } from '#store/tables/redemption'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { findOrderLines, orderLineOfRow } from '#store/tables/shop-order-line'
import { couponFactsOf, type FactSource, openOrderIds, rowsOf } from './fact-source.ts'
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

/** Orders with their lines and coupons, in the same order. */
async function orderFactsOf(source: FactSource, orders: readonly ReconciledOrder[]): Promise<readonly OrderFacts[]> {
  const numbers = orders.map(({ orderNo }) => orderNo)
  const lineRows = await rowsOf(source, findOrderLines, { orderNos: numbers })
  const lines = Map.groupBy(lineRows.map(orderLineOfRow), ({ orderNo }) => orderNo)
  const couponRows = (await rowsOf(source, findOrderCoupons, { orderNos: numbers })).map(orderCouponOfRow)
  const named = Map.groupBy(couponRows, ({ orderNo }) => orderNo)
  const codes = couponRows.map(({ couponCode }) => couponCode)
  const coupons = (await rowsOf(source, findReconciledCodes, { couponCodes: codes })).map(reconciledCouponOfRow)
  const factsOf = await couponFactsOf(source, coupons)
  const byCode = new Map(coupons.map((coupon) => [coupon.couponCode, factsOf(coupon)]))
  const opened = await openOrderIds(
    source,
    orders.map(({ orderId }) => orderId),
  )
  return orders.map(({ orderNo, orderId, status, shop, createdAtMs, paidFen, deliveryFen, eventSeq, history }) => {
    const ofOrder = lines.get(orderNo) ?? []
    const isNamed = namedInNewest(history)
    return {
      orderId: opened(orderId),
      shop,
      createdAtMs,
      paidFen,
      deliveryFen,
      eventSeq,
      lines: ofOrder,
      isRedeemedByErp: (history.pricing?.own ?? []).length > 0,
      isClosed: meaningOfStatus(status).endsUse || isFullyRefunded({ paidFen, lines: ofOrder }),
      named: (named.get(orderNo) ?? []).map(({ couponCode, outcome, problem }) => ({
        couponCode,
        isNamed: isNamed(couponCode),
        isKept: outcome === 'kept',
        problem,
        coupon: byCode.get(couponCode),
      })),
    }
  })
}

/** Whether the newest version names a coupon, fitting or not. */
function namedInNewest({ entries }: OrderHistory): (couponCode: string) => boolean {
  const newest = entries.at(-1)
  const codes = new Set([...(newest?.uses ?? []), ...(newest?.fails ?? []).map(({ code }) => code)])
  return (couponCode) => codes.has(couponCode)
}
