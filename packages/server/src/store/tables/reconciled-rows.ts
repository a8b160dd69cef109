import { number, optionalNumber, optionalText, record, text } from '#database/record'
import type { SqlRow } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import type { OrderHistory } from '#domain/orders/order-history'
import { redemptionTable } from './redemption.ts'

const redemption = select(redemptionTable.columns)

/**
 * Returned redemptions in the order of their returns; decoded by
 * `redemptionOfRow`. As in `listRedemptionsBy`.
 */
export const listReturns = sql`SELECT ${redemption.text} FROM redemption WHERE seller_id = ${p.text('sellerId')} AND returned_at_ms >= ${p.number('fromMs')}
    AND (returned_at_ms > ${p.number('afterMs')} OR redemption_id > ${p.text('afterId')}) ORDER BY returned_at_ms, redemption_id LIMIT ${p.number('limit')}`

/**
 * Ids of the redemptions of orders in their stored form. The key has them, so no planner walks through all redemptions of the
 * seller, as they do for whole rows.
 */
export const findRedemptionsOfOrders = sql`SELECT redemption_id FROM redemption WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

/** Ids of the redemptions of coupons, as above. */
export const findRedemptionsOfCoupons = sql`SELECT redemption_id FROM redemption WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')})`

const couponFields = record({
  seq: number('seq'),
  couponCode: text('coupon_code'),
  couponId: optionalText('coupon_id'),
  couponName: optionalText('coupon_name'),
  faceFen: optionalNumber('coupon_amount'),
  templateVersion: optionalNumber('template_version'),
  returnCount: number('return_count'),
})
const use = record({ orderId: text('used_order'), redemptionId: text('redemption_id') })
const coupon = select([...couponFields.columns, ...use.columns])
const [readCoupon, readUse] = [couponFields.decoder(coupon.at), use.decoder(coupon.at)]

export const findReconciledCoupons = sql`SELECT ${coupon.text} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND seq IN (${p.numbers('seqs')})`

export const findReconciledCodes = sql`SELECT ${coupon.text} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND coupon_code IN (${p.texts('couponCodes')})`

/** A coupon as its row has it. `usedBy`: the order in its stored form. */
export type ReconciledCoupon = ReturnType<typeof reconciledCouponOfRow>

/** Decodes a row of `findReconciledCoupons` or `findReconciledCodes`. */
export function reconciledCouponOfRow(row: SqlRow) {
  const { used_order: orderId, redemption_id: redemptionId } = coupon.at
  const isUsed = row[orderId] !== null && row[redemptionId] !== null
  return { ...readCoupon(row), usedBy: isUsed ? readUse(row) : undefined } as const
}

/** Numbers of the events of coupons besides their issue. The key has them, as above. */
export const findEventsOfCoupons = sql`SELECT event_seq FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')})`

const useEvent = select(['event_seq', 'kind', 'before_text', 'after_text'])

export const findUseEvents = sql`SELECT ${useEvent.text} FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq IN (${p.numbers('eventSeqs')})`

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

/** The redemption of a row of `findRedemptionsOfOrders` or `findRedemptionsOfCoupons`. */
export function keyInRow([key]: SqlRow): string {
  return String(key)
}

const orderFields = record({
  orderNo: number('order_no'),
  /** The stored form. */
  orderId: text('order_id'),
  status: optionalText('status'),
  shop: optionalText('shop'),
  paidFen: number('paid_fen'),
  deliveryFen: optionalNumber('delivery_fen'),
  createdAtMs: number('created_at_ms'),
  eventSeq: number('event_seq'),
})
const order = select([...orderFields.columns, 'versions_text'])
const readOrder = orderFields.decoder(order.at)

export const findReconciledOrders = sql`SELECT ${order.text} FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND order_id IN (${p.texts('orderIds')})`

export const findReconciledNumbers = sql`SELECT ${order.text} FROM shop_order WHERE seller_id = ${p.text('sellerId')} AND order_no IN (${p.numbers('orderNos')}) ORDER BY order_no`

/** An order as its row has it. */
export type ReconciledOrder = ReturnType<typeof readOrder> & Readonly<{ history: OrderHistory }>

/** Decodes a row of `findReconciledOrders` or `findReconciledNumbers`. */
export function reconciledOrderOfRow(row: SqlRow): ReconciledOrder {
  return { ...readOrder(row), history: JSON.parse(String(row[order.at.versions_text])) }
}

/** A row if any order was synced. */
export const findAnyOrder = sql`SELECT order_no FROM shop_order WHERE seller_id = ${p.text('sellerId')} LIMIT 1`

/** A row if any order named a coupon. */
export const findAnyOrderCoupon = sql`SELECT order_no FROM shop_order_coupon WHERE seller_id = ${p.text('sellerId')} LIMIT 1`
