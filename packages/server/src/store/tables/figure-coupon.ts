import { coded, number, optionalNumber, optionalText, record, text } from '#database/record'
import { p, sql } from '#database/statement'
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

/** What figures need of coupons, in order. */
export const findFigureCoupons = sql`SELECT ${asIssued} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY seq`

/** Like `findFigureCoupons`, for seller and numbers. */
export const findFigureCouponsOf = sql`SELECT ${asIssued} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND seq IN (${p.numbers('seqs')})`

/** Like `findFigureCoupons`, for seller and codes. */
export const findFigureCouponsByCodes = sql`SELECT ${asIssued} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND coupon_code IN (${p.texts('couponCodes')})`

/** What figures need of coupons past the number as they are now, in order. */
export const findCouponsForStart = sql`SELECT ${read.text} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND seq > ${p.number('afterSeq')} ORDER BY seq LIMIT ${p.number('limit')}`

/** What figures need of a coupon, as it was issued or as it is now. */
export type CouponForFigures = ReturnType<typeof couponForFigures>

/** Decodes a row of the queries here. */
export const couponForFigures = coupon.decoder(read.at)
