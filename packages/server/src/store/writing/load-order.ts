import { allInList } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import type { StoredOrder } from '#domain/orders/order-store'
import { findOrder, orderOfRow } from '#store/tables/shop-order'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { findOrderLines, orderLineOfRow } from '#store/tables/shop-order-line'
import { findForm } from './stored-forms.ts'
import type { WriterParts } from './writer-parts.ts'

/** The rows of an order as they were read. */
export type OrderRows = Readonly<{ row: SqlRow; lines: readonly SqlRow[]; coupons: readonly SqlRow[] }>

/** As the read `order`, with its rows. */
export async function loadOrder(
  parts: WriterParts,
  orderId: string,
): Promise<Readonly<{ order: StoredOrder; rows: OrderRows }> | undefined> {
  const { unit, origin, forms } = parts
  const { sellerId } = origin
  const form = await findForm(parts, orderId)
  const row = form === undefined ? undefined : await unit.one(findOrder, [sellerId, form])
  if (row === undefined) return undefined
  const { orderNo, orderId: stored, status, paidFen, history, version } = orderOfRow(row)
  forms.knowId(orderId, stored)
  const lines = await allInList(unit, findOrderLines, { before: [sellerId], list: [orderNo] })
  const coupons = await allInList(unit, findOrderCoupons, { before: [sellerId], list: [orderNo] })
  const order = {
    orderNo,
    status,
    paidFen,
    history,
    version,
    lines: lines.map(orderLineOfRow),
    coupons: coupons.map(orderCouponOfRow),
  }
  return { order, rows: { row, lines, coupons } }
}
