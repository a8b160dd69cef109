import { numberOf, textOf } from '#database/cells'
import { inListTexts } from '#database/in-list'
import type { SqlRow } from '#database/sql-engine'
import { select } from '#database/table'
import type { CouponState } from '#domain/coupon/coupon'
import type { DateText } from '#domain/dates'
import { stateKindOf } from './coupon.ts'

const read = select([
  'seq',
  'coupon_code',
  'coupon_id',
  'channel',
  'coupon_amount',
  'template_version',
  'issued_at_ms',
  'issued_event_seq',
  'state_code',
  'end_date',
])

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
export const findFigureCouponsOf = inListTexts(
  (marks) => `SELECT ${asIssued} FROM coupon WHERE seller_id = ? AND seq IN (${marks})`,
)

/** As `findFigureCoupons`, for seller and codes. */
export const findFigureCouponsByCodes = inListTexts(
  (marks) => `SELECT ${asIssued} FROM coupon WHERE seller_id = ? AND coupon_code IN (${marks})`,
)

/** Takes seller, a number and limit: what figures need of coupons past the number as they are now, in order. */
export const findCouponsForStart = `SELECT ${read.text} FROM coupon
  WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT ?`

/** What figures need of a coupon, as it was issued or as it is now. */
export type CouponForFigures = Readonly<{
  seq: number
  couponCode: string
  couponId: string | undefined
  channel: string
  couponAmountFen: number | undefined
  templateVersion: number | undefined
  issuedAtMs: number
  /** Number of its `issued` event. */
  issuedEventSeq: number
  state: CouponState['kind']
  endDate: DateText | undefined
}>

/** Decodes a row of the queries here. */
export function couponForFigures(row: SqlRow): CouponForFigures {
  const { at } = read
  return {
    seq: Number(row[at.seq]),
    couponCode: String(row[at.coupon_code]),
    couponId: textOf(row[at.coupon_id]),
    channel: String(row[at.channel]),
    couponAmountFen: numberOf(row[at.coupon_amount]),
    templateVersion: numberOf(row[at.template_version]),
    issuedAtMs: Number(row[at.issued_at_ms]),
    issuedEventSeq: Number(row[at.issued_event_seq]),
    state: stateKindOf(row[at.state_code]),
    endDate: textOf(row[at.end_date]),
  }
}
