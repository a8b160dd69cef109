import { allInList } from '#database/table'
import type { StoredOrder } from '#domain/orders/order-store'
import { findOrder, orderOfRow } from '#store/tables/shop-order'
import { findOrderCoupons, orderCouponOfRow } from '#store/tables/shop-order-coupon'
import { findOrderLines, orderLineOfRow } from '#store/tables/shop-order-line'
import type { WriterParts } from './writer-parts.ts'

/** Bytes of a content's digest that name it: two contents of one order are never the same by chance. */
const keyBytes = 12

/** Loads the read `contentKeys`. */
export function contentKeysOf({ head, keyring }: WriterParts, content: string): readonly string[] {
  const { live, retired } = keyring
  const digests = [head.keys, ...live, ...retired].map(({ requests }) => requests(content))
  return digests.map((digest) => Buffer.from(digest.subarray(0, keyBytes)).toString('base64url'))
}

/** Loads the read `order`. */
export async function loadOrder(parts: WriterParts, orderId: string): Promise<StoredOrder | undefined> {
  const { unit, origin, forms, readOrders } = parts
  const { sellerId } = origin
  const form = await forms.findId(orderId)
  const row = form === undefined ? undefined : await unit.one(findOrder({ sellerId, orderId: form }))
  if (row === undefined) return undefined
  const { orderNo, orderId: stored, status, paidFen, history, version } = orderOfRow(row)
  forms.knowId(orderId, stored)
  const lines = await allInList(unit, findOrderLines, { sellerId, orderNos: [orderNo] })
  const coupons = await allInList(unit, findOrderCoupons, { sellerId, orderNos: [orderNo] })
  readOrders.set(orderNo, { row, lines, coupons })
  return {
    orderNo,
    status,
    paidFen,
    history,
    version,
    lines: lines.map(orderLineOfRow),
    coupons: coupons.map(orderCouponOfRow),
  }
}
