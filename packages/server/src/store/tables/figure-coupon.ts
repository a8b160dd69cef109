import { ofSellerIn } from '#database/in-list'
import { coded, number, optionalNumber, optionalText, record, text } from '#database/record'
import { select } from '#database/table'
import { stateCodes } from './coupon.ts'

const coupon = record({
  seq: number('seq'),
  couponCode: text('coupon_code'),
  couponId: optionalText('coupon_id'),
  channel: text('channel'),
  couponAmountFen: optionalNumber('coupon_amount'),
  templateVersion: optionalNumber('template_version'),
  issuedAtMs: number('issued_at_ms'),
  /** Number of its `issued` event. */
  issuedEventSeq: number('issued_event_seq'),
  state: coded('state_code', stateCodes),
  endDate: optionalText('end_date'),
})

const read = select(coupon.columns)

/** The select list of coupons as they were issued. */
const asIssued = read.columns
  .map((column) => {
    if (column === 'state_code') return 'issued_state'
    return column === 'end_date' ? 'COALESCE(issued_end_date, end_date)' : column
  })
  .join(', ')

/** Takes seller, first and last number: what figures need of coupons, in order. */
export const findFigureCoupons = `SELECT ${asIssued} FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** As `findFigureCoupons`, for seller and numbers. */
export const findFigureCouponsOf = ofSellerIn(`SELECT ${asIssued} FROM coupon`, 'seq')

/** As `findFigureCoupons`, for seller and codes. */
export const findFigureCouponsByCodes = ofSellerIn(`SELECT ${asIssued} FROM coupon`, 'coupon_code')

/** Takes seller, a number and limit: what figures need of coupons past the number as they are now, in order. */
export const findCouponsForStart = `SELECT ${read.text} FROM coupon
  WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT ?`

/** What figures need of a coupon, as it was issued or as it is now. */
export type CouponForFigures = ReturnType<typeof couponForFigures>

/** Decodes a row of the queries here. */
export const couponForFigures = coupon.decoder(read.at)
