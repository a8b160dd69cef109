import { ofSellerIn } from '#database/in-list'
import { number, optionalText, record, text } from '#database/record'
import { select } from '#database/table'
import { redemptionTable } from './redemption.ts'

/** What a list of redemptions is searched by, besides time; `seller` has nothing else. */
export type RedemptionKey = 'coupon_seq' | 'order_id' | 'shop' | 'seller'

const { text: columns } = select(redemptionTable.columns)

/** @param atMs the expression of the time, by which the list is sorted */
function listBy(ofKey: string, atMs: string): string {
  return `SELECT ${columns} FROM redemption WHERE seller_id = ? ${ofKey} AND ${atMs} >= ?
    AND (${atMs} > ? OR redemption_id > ?) ORDER BY ${atMs}, redemption_id LIMIT ?`
}

/**
 * Each takes seller, value of the key (an order twice), first moment, moment and id of the redemption before, and limit; decoded by `redemptionOfRow`. The id
 * decides among redemptions of one moment; the moment of the one before must not be after the first moment. There is no last
 * moment, since with two bounds SQLite prefers the index by time to those by key and time. The few redemptions of an order
 * are sorted; by plain equality and the plain column, engines would walk through all of the seller's instead.
 */
export const listRedemptionsBy: Readonly<Record<RedemptionKey, string>> = {
  coupon_seq: listBy('AND coupon_seq = ?', 'at_ms'),
  order_id: listBy('AND order_id BETWEEN ? AND ?', '(at_ms + 0)'),
  shop: listBy('AND shop = ?', 'at_ms'),
  seller: listBy('', 'at_ms'),
}

const coupon = record({
  couponSeq: number('seq'),
  couponCode: text('coupon_code'),
  couponId: optionalText('coupon_id'),
  couponName: optionalText('coupon_name'),
})
const ofCoupon = select(coupon.columns)

/** Takes seller and numbers of coupons. */
export const findRedeemedCoupons = ofSellerIn(`SELECT ${ofCoupon.text} FROM coupon`, 'seq')

/** Decodes a row of `findRedeemedCoupons`. */
export const redeemedCouponOfRow = coupon.decoder(ofCoupon.at)
