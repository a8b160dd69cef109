import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import type { OrderHistory } from '#domain/orders/order-history'
import { redemptionTable } from './redemption.ts'

const redemption = select(redemptionTable.columns)

/**
 * Takes seller, first moment, moment and id of the return before, and limit: returned redemptions in the order of their returns; decoded by
 * `redemptionOfRow`. As in `listRedemptionsBy`.
 */
export const listReturns = `SELECT ${redemption.text} FROM redemption WHERE seller_id = ? AND returned_at_ms >= ?
    AND (returned_at_ms > ? OR redemption_id > ?) ORDER BY returned_at_ms, redemption_id LIMIT ?`

/**
 * Takes seller and stored forms of orders: ids of their redemptions. The key has them, so no planner walks through all redemptions of the
 * seller, as they do for whole rows.
 */
export const findRedemptionsOfOrders = inListTexts(
  (marks) => `SELECT redemption_id FROM redemption WHERE seller_id = ? AND order_id IN (${marks})`,
)

/** Takes seller and numbers of coupons: ids of their redemptions, as above. */
export const findRedemptionsOfCoupons = inListTexts(
  (marks) => `SELECT redemption_id FROM redemption WHERE seller_id = ? AND coupon_seq IN (${marks})`,
)

const coupon = select([
  'seq',
  'coupon_code',
  'coupon_id',
  'coupon_name',
  'coupon_amount',
  'template_version',
  'return_count',
  'used_order',
  'redemption_id',
])

/** Takes seller and numbers of coupons. */
export const findReconciledCoupons = inListTexts(
  (marks) => `SELECT ${coupon.text} FROM coupon WHERE seller_id = ? AND seq IN (${marks})`,
)

/** Takes seller and codes. */
export const findReconciledCodes = inListTexts(
  (marks) => `SELECT ${coupon.text} FROM coupon WHERE seller_id = ? AND coupon_code IN (${marks})`,
)

/** A coupon as its row has it. */
export type ReconciledCoupon = Readonly<{
  seq: number
  couponCode: string
  couponId: string | undefined
  couponName: string | undefined
  faceFen: number | undefined
  templateVersion: number | undefined
  returnCount: number
  /** The order in its stored form. */
  usedBy: Readonly<{ redemptionId: string; orderId: string }> | undefined
}>

/** Decodes a row of `findReconciledCoupons` or `findReconciledCodes`. */
export function reconciledCouponOfRow(row: SqlRow): ReconciledCoupon {
  const { at } = coupon
  const [redemptionId, orderId] = [textOf(row[at.redemption_id]), textOf(row[at.used_order])]
  return {
    seq: Number(row[at.seq]),
    couponCode: String(row[at.coupon_code]),
    couponId: textOf(row[at.coupon_id]),
    couponName: textOf(row[at.coupon_name]),
    faceFen: numberOf(row[at.coupon_amount]),
    templateVersion: numberOf(row[at.template_version]),
    returnCount: Number(row[at.return_count]),
    usedBy: redemptionId === undefined || orderId === undefined ? undefined : { redemptionId, orderId },
  }
}

/** Takes seller and numbers of coupons: numbers of their events besides their issue. The key has them, as above. */
export const findEventsOfCoupons = inListTexts(
  (marks) => `SELECT event_seq FROM chain_event WHERE seller_id = ? AND coupon_seq IN (${marks})`,
)

const useEvent = select(['event_seq', 'kind', 'before_text', 'after_text'])

/** Takes seller and numbers of events. */
export const findUseEvents = inListTexts(
  (marks) => `SELECT ${useEvent.text} FROM chain_event WHERE seller_id = ? AND event_seq IN (${marks})`,
)

/** An event `redeemed` or `returned`. */
export type UseEvent = Readonly<{ redemptionId: string; isReturn: boolean; eventSeq: number }>

/** Decodes a row of `findUseEvents`; undefined for other events. */
export function useEventOfRow(row: SqlRow): UseEvent | undefined {
  const { at } = useEvent
  const kind = row[at.kind]
  if (kind !== 'redeemed' && kind !== 'returned') return undefined
  const isReturn = kind === 'returned'
  const used: Readonly<{ redemption_id?: string }> = JSON.parse(String(row[isReturn ? at.before_text : at.after_text]))
  return { redemptionId: used.redemption_id ?? '', isReturn, eventSeq: Number(row[at.event_seq]) }
}

/** The only column of a row of `findRedemptionsOfOrders`, `findRedemptionsOfCoupons` or `findEventsOfCoupons`. */
export function keyInRow([key = null]: SqlRow): SqlValue {
  return key
}

const order = select([
  'order_no',
  'order_id',
  'status',
  'shop',
  'paid_fen',
  'delivery_fen',
  'created_at_ms',
  'event_seq',
  'versions_text',
])

/** Takes seller and stored forms of orders. */
export const findReconciledOrders = inListTexts(
  (marks) => `SELECT ${order.text} FROM shop_order WHERE seller_id = ? AND order_id IN (${marks})`,
)

/** Takes seller and numbers of orders. */
export const findReconciledNumbers = inListTexts(
  (marks) => `SELECT ${order.text} FROM shop_order WHERE seller_id = ? AND order_no IN (${marks}) ORDER BY order_no`,
)

/** An order as its row has it. */
export type ReconciledOrder = Readonly<{
  orderNo: number
  /** The stored form. */
  orderId: string
  status: string | undefined
  shop: string | undefined
  paidFen: number
  deliveryFen: number | undefined
  createdAtMs: number
  eventSeq: number
  history: OrderHistory
}>

/** Decodes a row of `findReconciledOrders` or `findReconciledNumbers`. */
export function reconciledOrderOfRow(row: SqlRow): ReconciledOrder {
  const { at } = order
  return {
    orderNo: Number(row[at.order_no]),
    orderId: String(row[at.order_id]),
    status: textOf(row[at.status]),
    shop: textOf(row[at.shop]),
    paidFen: Number(row[at.paid_fen]),
    deliveryFen: numberOf(row[at.delivery_fen]),
    createdAtMs: Number(row[at.created_at_ms]),
    eventSeq: Number(row[at.event_seq]),
    history: JSON.parse(String(row[at.versions_text])),
  }
}

/** Takes seller: a row if any order was synced. */
export const findAnyOrder = 'SELECT order_no FROM shop_order WHERE seller_id = ? LIMIT 1'

/** Takes seller: a row if any order named a coupon. */
export const findAnyOrderCoupon = 'SELECT order_no FROM shop_order_coupon WHERE seller_id = ? LIMIT 1'
