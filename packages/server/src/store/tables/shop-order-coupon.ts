import { number, optionalNumber, optionalText, record, text, word } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql, taking } from '#database/statement'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { CouponOfOrder, CouponOutcome } from '#domain/orders/shop-order'

const key = record({ orderNo: number('order_no'), couponCode: text('coupon_code') })
const use = record({
  outcome: word<CouponOutcome>()('outcome'),
  problem: optionalText('problem'),
  redemptionId: optionalText('redemption_id'),
  cycles: number('cycles'),
  reconcileSinceMs: optionalNumber('reconcile_since_ms'),
})

export const shopOrderCouponTable = defineTable({
  name: 'shop_order_coupon',
  key: ['seller_id', 'order_no', 'coupon_code'],
  columns: ['seller_id', ...key.columns, ...use.columns],
})

const { text: columns, at, named } = select(shopOrderCouponTable.columns)

export const insertOrderCoupon = insertInto(shopOrderCouponTable)

/** The rows have all columns and are in order. */
export const findOrderCoupons = sql`SELECT ${columns} FROM shop_order_coupon WHERE seller_id = ${p.text('sellerId')} AND order_no IN (${p.numbers('orderNos')}) ORDER BY order_no, coupon_code`

/** Redemptions whose coupons the order gave up for good. */
export const findKeptRedemptions = sql`SELECT c.redemption_id FROM shop_order o
  CROSS JOIN shop_order_coupon c ON c.seller_id = o.seller_id AND c.order_no = o.order_no
  WHERE o.seller_id = ${p.text('sellerId')} AND o.order_id = ${p.text('orderId')} AND c.outcome = ${p.text('outcome')}`

/** A coupon that no longer reduces its order, but stays used. */
export const keptOutcome: CouponOutcome = 'kept'

const changed = assign(use.columns)

/** Changes a coupon of an order. @param row with all columns, as it is to be stored */
export const changeOrderCoupon = taking(
  sql`UPDATE shop_order_coupon SET ${changed}
  WHERE seller_id = ${p.cell('sellerId')} AND order_no = ${p.cell('orderNo')} AND coupon_code = ${p.cell('couponCode')}`,
  (row: SqlRow) => {
    const { seller_id: sellerId, order_no: orderNo, coupon_code: couponCode, ...cells } = named(row)
    return { ...cells, sellerId, orderNo, couponCode }
  },
)

/** The row of a coupon. */
export function encodeOrderCoupon(sellerId: string, orderNo: number, coupon: CouponOfOrder): readonly SqlValue[] {
  return insertOrderCoupon.encode({
    seller_id: sellerId,
    ...key.cells({ orderNo, couponCode: coupon.couponCode }),
    ...use.cells(coupon),
  })
}

const [readKey, readUse] = [key.decoder(at), use.decoder(at)]

/** Decodes a row with all columns. */
export function orderCouponOfRow(row: SqlRow): CouponOfOrder & Readonly<{ orderNo: number }> {
  return { ...readKey(row), ...readUse(row) }
}
