import { numberOf, textOf } from '#database/cells'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import { issuedStateOf, storedCoupon, termColumns } from './coupon.ts'

/** What the digest of an `issued` event covers of each coupon, in order: phone, card and attribute by their numbers, which no key changes. */
const digestedColumns = [
  'seq',
  'coupon_code',
  ...termColumns,
  'issued_state',
  'issued_at_ms',
  'template_version',
] as const
const digestedPlaces = digestedColumns.map((column) => storedCoupon.at[column])

/** What the digest of an `issued` event covers of a new coupon. @param coupon the values of all columns */
export function digestedValues(coupon: readonly SqlValue[]): readonly SqlValue[] {
  return digestedPlaces.map((place) => coupon[place] ?? null)
}

/** The select list of coupons as they were issued. */
function asIssued(columns: readonly string[]): string {
  return columns.map((column) => (column === 'end_date' ? 'COALESCE(issued_end_date, end_date)' : column)).join(', ')
}

const issued = select(['seq', 'coupon_code', 'coupon_id', 'end_date', 'issued_state'])

/** Takes seller, first and last number: coupons as they were issued, in order. */
export const findIssuedBySeq = `SELECT ${asIssued(issued.columns)} FROM coupon
  WHERE seller_id = ? AND seq BETWEEN ? AND ? ORDER BY seq`

/** A coupon as its `issued` event shows it. */
export type IssuedCoupon = Readonly<{
  seq: number
  couponCode: string
  couponId: string | undefined
  lifecycle: CouponLifecycle
}>

/** Decodes a row of `findIssuedBySeq`. */
export function issuedCouponOfRow(row: SqlRow): IssuedCoupon {
  const { at } = issued
  return {
    seq: Number(row[at.seq]),
    couponCode: String(row[at.coupon_code]),
    couponId: textOf(row[at.coupon_id]),
    lifecycle: { state: issuedStateOf(row[at.issued_state]), endDate: textOf(row[at.end_date]), returnCount: 0 },
  }
}

const audited = select([...digestedColumns, 'channel_seq', 'issued_event_seq'])

/** Takes seller, a number and limit: coupons past the number as they were issued, in order. */
export const findAuditedCoupons = `SELECT ${asIssued(audited.columns)}
  FROM coupon WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT ?`

/** What an audit compares of a coupon with its `issued` event. */
export type AuditedCoupon = Readonly<{
  seq: number
  couponId: string
  channel: string
  phoneRef: number | undefined
  cardRef: number | undefined
  issuedAtMs: number
  /** Of the template it was claimed from. */
  templateVersion: number | undefined
  channelSeq: number
  issuedEventSeq: number
  /** At its issue. */
  lifecycle: CouponLifecycle
  /** What the digest of its issue covers, as it is stored. */
  digested: readonly SqlValue[]
}>

/** Decodes a row of `findAuditedCoupons`. */
export function auditedCouponOfRow(row: SqlRow): AuditedCoupon {
  const { at } = audited
  return {
    seq: Number(row[at.seq]),
    couponId: String(row[at.coupon_id]),
    channel: String(row[at.channel]),
    phoneRef: numberOf(row[at.phone_ref]),
    cardRef: numberOf(row[at.card_ref]),
    issuedAtMs: Number(row[at.issued_at_ms]),
    templateVersion: numberOf(row[at.template_version]),
    channelSeq: Number(row[at.channel_seq]),
    issuedEventSeq: Number(row[at.issued_event_seq]),
    lifecycle: { state: issuedStateOf(row[at.issued_state]), endDate: textOf(row[at.end_date]), returnCount: 0 },
    digested: row.slice(0, digestedColumns.length),
  }
}

const numbers = select(['seq', 'issued_event_seq'])

/** Takes seller and code. */
export const findCouponNumbers = `SELECT ${numbers.text} FROM coupon WHERE seller_id = ? AND coupon_code = ?`

/** Decodes a row of `findCouponNumbers`: the number of the coupon and that of its `issued` event. */
export function couponNumbersOfRow(row: SqlRow): Readonly<{ seq: number; issuedEventSeq: number }> {
  return { seq: Number(row[numbers.at.seq]), issuedEventSeq: Number(row[numbers.at.issued_event_seq]) }
}

/** Takes seller and a number; gives the numbers of coupons past it, some of them. */
export const listCouponsPast = `SELECT seq FROM coupon WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT 1000`
