import { number, optionalText, record, text } from '#database/record'
import { p, type Sql, sql } from '#database/statement'
import { select } from '#database/table'
import { redemptionTable } from './redemption.ts'

const { text: columns } = select(redemptionTable.columns)

/** Which part of a list of redemptions is read. */
export type RedemptionRange = Readonly<{
  sellerId: string
  /** The first moment; that of the redemption before must not be after it. */
  fromMs: number
  /** Moment and id of the redemption before; the id decides among redemptions of one moment. */
  afterMs: number
  afterId: string
  limit: number
}>

/** @param atMs the expression of the time, by which the list is sorted */
function listBy<Given>(ofKey: Sql<Given> | '', atMs: string) {
  return sql`SELECT ${columns} FROM redemption WHERE seller_id = ${p.text('sellerId')} ${ofKey} AND ${atMs} >= ${p.number('fromMs')}
    AND (${atMs} > ${p.number('afterMs')} OR redemption_id > ${p.text('afterId')}) ORDER BY ${atMs}, redemption_id LIMIT ${p.number('limit')}`
}

/**
 * Lists by what they are searched by besides time, decoded by `redemptionOfRow`. There is no last moment, since with two bounds SQLite
 * prefers the index by time to those by key and time. The few redemptions of an order are sorted; by plain equality and the plain column,
 * engines would walk through all of the seller's instead.
 */
export const listRedemptionsBy = {
  coupon_seq: listBy(sql`AND coupon_seq = ${p.number('couponSeq')}`, 'at_ms'),
  order_id: listBy(sql`AND order_id BETWEEN ${p.text('orderId')} AND ${p.text('orderId')}`, '(at_ms + 0)'),
  shop: listBy(sql`AND shop = ${p.text('shop')}`, 'at_ms'),
  seller: listBy('', 'at_ms'),
} as const

/** Which part of a list of redemptions is read from the newest on. */
export type NewestRange = Readonly<{
  sellerId: string
  /** The last moment; that of the redemption before must not be before it. */
  toMs: number
  /** Moment and id of the redemption before. */
  beforeMs: number
  beforeId: string
  limit: number
}>

function listBackBy<Given>(ofKey: Sql<Given> | '', atMs: string) {
  return sql`SELECT ${columns} FROM redemption WHERE seller_id = ${p.text('sellerId')} ${ofKey} AND ${atMs} <= ${p.number('toMs')}
    AND (${atMs} < ${p.number('beforeMs')} OR redemption_id < ${p.text('beforeId')}) ORDER BY ${atMs} DESC, redemption_id DESC LIMIT ${p.number('limit')}`
}

/** The lists of `listRedemptionsBy` from the newest on: the same keys, walked backwards. */
export const listNewestBy = {
  coupon_seq: listBackBy(sql`AND coupon_seq = ${p.number('couponSeq')}`, 'at_ms'),
  order_id: listBackBy(sql`AND order_id BETWEEN ${p.text('orderId')} AND ${p.text('orderId')}`, '(at_ms + 0)'),
  shop: listBackBy(sql`AND shop = ${p.text('shop')}`, 'at_ms'),
  seller: listBackBy('', 'at_ms'),
} as const

const coupon = record({
  couponSeq: number('seq'),
  couponCode: text('coupon_code'),
  couponId: optionalText('coupon_id'),
  couponName: optionalText('coupon_name'),
})
const ofCoupon = select(coupon.columns)

export const findRedeemedCoupons = sql`SELECT ${ofCoupon.text} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND seq IN (${p.numbers('seqs')})`

/** Decodes a row of `findRedeemedCoupons`. */
export const redeemedCouponOfRow = coupon.decoder(ofCoupon.at)
