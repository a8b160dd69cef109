import { bytesOf, numberOf, textOf } from '#database/cells'
import { planOnce } from '#database/plan-once'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { select } from '#database/table'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import { issuedStateOf, storedCoupon, termColumns } from './coupon.ts'

/** What the digest of an `issued` event covers of each coupon, besides the member, in order. */
const digestedColumns = [
  'seq',
  'coupon_code',
  ...termColumns,
  'issued_state',
  'issued_at_ms',
  'template_version',
] as const
const digestedPlaces = digestedColumns.map((column) => storedCoupon.at[column])

/**
 * What the digest of an `issued` event covers of a new coupon.
 * @param coupon the values of all columns
 * @param memberId names the member: a random id, never the keyed index of the phone, so that keys can be changed
 */
export function digestedValues(coupon: readonly SqlValue[], memberId: Uint8Array | undefined): readonly SqlValue[] {
  const values = digestedPlaces.map((place) => coupon[place] ?? null)
  values.push(memberId ?? null)
  return values
}

const expressions: ReadonlyMap<string, string> = new Map([
  ['member_id', 'm.member_id'],
  ['end_date', 'COALESCE(c.issued_end_date, c.end_date)'],
])

/** The select list of coupons `c` and members `m`, as the coupons were issued. */
function asIssued(columns: readonly string[]): string {
  return columns.map((column) => expressions.get(column) ?? `c.${column}`).join(', ')
}

const issued = select(['seq', 'coupon_code', 'coupon_id', 'end_date', 'issued_state'])

/** Takes seller, first and last number: coupons as they were issued, in order. */
export const findIssuedBySeq = `${planOnce} SELECT ${asIssued(issued.columns)} FROM coupon c
  WHERE c.seller_id = ? AND c.seq BETWEEN ? AND ? ORDER BY c.seq`

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

const audited = select([...digestedColumns, 'member_id', 'phone_index', 'channel_seq', 'issued_event_seq'])

/** Takes seller, a number and limit: coupons past the number as they were issued, in order. */
export const findAuditedCoupons = `${planOnce} SELECT ${asIssued(audited.columns)}
  FROM coupon c LEFT JOIN member_phone m ON m.seller_id = c.seller_id AND m.phone_index = c.phone_index
  WHERE c.seller_id = ? AND c.seq > ? ORDER BY c.seq LIMIT ?`

/** What an audit compares of a coupon with its `issued` event. */
export type AuditedCoupon = Readonly<{
  seq: number
  couponId: string
  channel: string
  cardNo: string | undefined
  phoneIndex: Uint8Array | undefined
  memberId: Uint8Array | undefined
  issuedAtMs: number
  /** Of the template it was claimed from. */
  templateVersion: number | undefined
  channelSeq: number
  issuedEventSeq: number
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
    cardNo: textOf(row[at.card_no]),
    phoneIndex: bytesOf(row[at.phone_index]),
    memberId: bytesOf(row[at.member_id]),
    issuedAtMs: Number(row[at.issued_at_ms]),
    templateVersion: numberOf(row[at.template_version]),
    channelSeq: Number(row[at.channel_seq]),
    issuedEventSeq: Number(row[at.issued_event_seq]),
    digested: row.slice(0, digestedColumns.length + 1),
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
export const listCouponsPast = `${planOnce} SELECT seq FROM coupon WHERE seller_id = ? AND seq > ? ORDER BY seq LIMIT 1000`
