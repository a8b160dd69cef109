import { isFullyRefunded } from '#domain/lifecycle/order-basket'
import type { OrderHistory } from '#domain/orders/order-history'
import { meaningOfStatus } from '#domain/orders/order-status'
import type { OrderFacts } from '#domain/reconciliation/facts'
import { findReconciledCodes, type ReconciledOrder, reconciledCouponOfRow } from '#store/tables/reconciled-rows'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { findOrderLines, orderLineOfRow } from '#store/tables/shop-order-line'
import { couponFactsOf, type FactSource, openOrderIds, rowsOf } from './fact-source.ts'

/** Orders with their lines and coupons, in the same order. */
export async function orderFactsOf(
  source: FactSource,
  orders: readonly ReconciledOrder[],
): Promise<readonly OrderFacts[]> {
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
