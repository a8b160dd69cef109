import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { assign, defineTable, insertInto, select } from '#database/table'
import type { CouponOfOrder, CouponOutcome } from '#domain/orders/shop-order'

const changedColumns = ['outcome', 'problem', 'redemption_id', 'cycles', 'reconcile_since_ms'] as const

export const shopOrderCouponTable = defineTable({
  name: 'shop_order_coupon',
  key: ['seller_id', 'order_no', 'coupon_code'],
  columns: ['seller_id', 'order_no', 'coupon_code', ...changedColumns],
})

const { text: columns, at, named } = select(shopOrderCouponTable.columns)

export const insertOrderCoupon = insertInto(shopOrderCouponTable)

/** Takes seller and orders: rows with all columns, in order. */
export const findOrderCoupons = inListTexts(
  (marks) => `SELECT ${columns} FROM shop_order_coupon
  WHERE seller_id = ? AND order_no IN (${marks}) ORDER BY order_no, coupon_code`,
)

/** Takes seller, the stored form of an order's id, and `kept`: redemptions whose coupons the order gave up for good. */
export const findKeptRedemptions = `SELECT c.redemption_id FROM shop_order o
  CROSS JOIN shop_order_coupon c ON c.seller_id = o.seller_id AND c.order_no = o.order_no
  WHERE o.seller_id = ? AND o.order_id = ? AND c.outcome = ?`

/** A coupon that no longer reduces its order, but stays used. */
export const keptOutcome: CouponOutcome = 'kept'

const changed = assign(changedColumns)

/** Takes the values of `encodeOrderCouponChange`. */
export const changeOrderCoupon = `UPDATE shop_order_coupon SET ${changed.text}
  WHERE seller_id = ? AND order_no = ? AND coupon_code = ?`

/** @param row with all columns, as it is to be stored */
export function encodeOrderCouponChange(row: SqlRow): readonly SqlValue[] {
  const { seller_id, order_no, coupon_code, ...columnsOfRow } = named(row)
  return [...changed.encode(columnsOfRow), seller_id, order_no, coupon_code]
}

/** The row of a coupon. */
export function encodeOrderCoupon(sellerId: string, orderNo: number, coupon: CouponOfOrder): readonly SqlValue[] {
  return insertOrderCoupon.encode({
    seller_id: sellerId,
    order_no: orderNo,
    coupon_code: coupon.couponCode,
    outcome: coupon.outcome,
    problem: coupon.problem,
    redemption_id: coupon.redemptionId,
    cycles: coupon.cycles,
    reconcile_since_ms: coupon.reconcileSinceMs,
  })
}

/** Decodes a row with all columns. */
export function orderCouponOfRow(row: SqlRow): CouponOfOrder & Readonly<{ orderNo: number }> {
  return {
    orderNo: Number(row[at.order_no]),
    couponCode: String(row[at.coupon_code]),
    // Only this program writes the table, so the outcome is not checked.
    outcome: String(row[at.outcome]) as CouponOutcome,
    problem: textOf(row[at.problem]),
    redemptionId: textOf(row[at.redemption_id]),
    cycles: Number(row[at.cycles]),
    reconcileSinceMs: numberOf(row[at.reconcile_since_ms]),
  }
}
