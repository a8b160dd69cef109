import { number, optionalNumber, optionalText, record, text, textOf } from '#database/record'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { select } from '#database/table'
import type { CouponLifecycle } from '#domain/events/lifecycle-text'
import { issuedStateOf, storedCoupon, termColumns } from './coupon.ts'

/**
 * What the digest of each `issued` event covers of a coupon, in order: phone, card and attribute by their numbers, which no key changes.
 * The digests of all stores were made of these, so nothing is added here: a term that comes later is in `laterColumns`.
 */
const firstColumns = [
  'seq',
  'coupon_code',
  'channel',
  'card_ref',
  'coupon_id',
  'coupon_name',
  'coupon_amount',
  'order_amount',
  'start_date',
  'end_date',
  'bill_date',
  'description',
  'shop',
  'category',
  'attribute_ref',
  'phone_ref',
  'issued_state',
  'issued_at_ms',
  'template_version',
] as const

const firstNames: readonly string[] = firstColumns

/** Terms that came later. */
const laterColumns = termColumns.filter((column) => !firstNames.includes(column))

/** Positions of what a digest covers: columns that it always covers, and by name those that it covers if they have a value. */
type Covered = Readonly<{ first: readonly number[]; later: readonly (readonly [column: string, place: number])[] }>

function coveredAt(
  at: Readonly<Record<(typeof firstColumns)[number] | (typeof termColumns)[number], number>>,
): Covered {
  return {
    first: firstColumns.map((column) => at[column]),
    later: laterColumns.map((column) => [column, at[column]]),
  }
}

/**
 * What a digest covers of a row. A coupon that was issued before a column came has no value in it, so its digest stays as it was, and a
 * value that is written there afterwards is found.
 */
export function digestedOf(row: readonly SqlValue[], { first, later }: Covered): readonly SqlValue[] {
  const values: SqlValue[] = first.map((place) => row[place] ?? null)
  for (const [column, place] of later) {
    const value = row[place] ?? null
    if (value !== null) values.push(column, value)
  }
  return values
}

const coveredOfStored = coveredAt(storedCoupon.at)

/** What the digest of an `issued` event covers of a new coupon. @param coupon the values of all columns */
export function digestedValues(coupon: readonly SqlValue[]): readonly SqlValue[] {
  return digestedOf(coupon, coveredOfStored)
}

/** The select list of coupons as they were issued. */
function asIssued(columns: readonly string[]): string {
  return columns.map((column) => (column === 'end_date' ? 'COALESCE(issued_end_date, end_date)' : column)).join(', ')
}

const lifecycleColumns = ['end_date', 'issued_state'] as const

function lifecycleOfRow(row: SqlRow, at: Readonly<Record<(typeof lifecycleColumns)[number], number>>): CouponLifecycle {
  return { state: issuedStateOf(row[at.issued_state]), endDate: textOf(row[at.end_date]), returnCount: 0 }
}

const shown = record({ seq: number('seq'), couponCode: text('coupon_code'), couponId: optionalText('coupon_id') })
const issued = select([...shown.columns, ...lifecycleColumns])
const readShown = shown.decoder(issued.at)

/** Coupons as they were issued, in order. */
export const findIssuedBySeq = sql`SELECT ${asIssued(issued.columns)} FROM coupon
  WHERE seller_id = ${p.text('sellerId')} AND seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY seq`

/** A coupon as its `issued` event shows it. */
export type IssuedCoupon = ReturnType<typeof issuedCouponOfRow>

/** Decodes a row of `findIssuedBySeq`. */
export function issuedCouponOfRow(row: SqlRow) {
  return { ...readShown(row), lifecycle: lifecycleOfRow(row, issued.at) } as const
}

const compared = record({
  seq: number('seq'),
  couponId: text('coupon_id'),
  channel: text('channel'),
  phoneRef: optionalNumber('phone_ref'),
  cardRef: optionalNumber('card_ref'),
  issuedAtMs: number('issued_at_ms'),
  /** Version of the claimed template. */
  templateVersion: optionalNumber('template_version'),
  channelSeq: number('channel_seq'),
  issuedEventSeq: number('issued_event_seq'),
})
const audited = select([...firstColumns, ...laterColumns, 'channel_seq', 'issued_event_seq'])
const coveredOfAudited = coveredAt(audited.at)
const readCompared = compared.decoder(audited.at)

/** Coupons past the number as they were issued, in order. */
export const findAuditedCoupons = sql`SELECT ${asIssued(audited.columns)}
  FROM coupon WHERE seller_id = ${p.text('sellerId')} AND seq > ${p.number('afterSeq')} ORDER BY seq LIMIT ${p.number('limit')}`

/** What an audit compares of a coupon with its `issued` event. */
export type AuditedCoupon = ReturnType<typeof auditedCouponOfRow>

/** Decodes a row of `findAuditedCoupons`. */
export function auditedCouponOfRow(row: SqlRow) {
  return {
    ...readCompared(row),
    /** State at the issue. */
    lifecycle: lifecycleOfRow(row, audited.at),
    /** What the digest of its issue covers, as it is stored. */
    digested: digestedOf(row, coveredOfAudited),
  } as const
}

const couponNumbers = record({ seq: number('seq'), issuedEventSeq: number('issued_event_seq') })
const numbers = select(couponNumbers.columns)

export const findCouponNumbers = sql`SELECT ${numbers.text} FROM coupon WHERE seller_id = ${p.text('sellerId')} AND coupon_code = ${p.text('couponCode')}`

/** Decodes a row of `findCouponNumbers`: the number of the coupon and that of its `issued` event. */
export const couponNumbersOfRow = couponNumbers.decoder(numbers.at)

/** Gives the numbers of coupons past it, some of them. */
export const listCouponsPast = sql`SELECT seq FROM coupon WHERE seller_id = ${p.text('sellerId')} AND seq > ${p.number('afterSeq')} ORDER BY seq LIMIT 1000`
