import { bytesOf, numberOf, textOf } from '#database/record'
import { keyedBy } from '#database/shared-statements'
import type { SqlRow, SqlValue } from '#database/sql-engine'
import { p, sql } from '#database/statement'
import { defineTable, encoder, insertInto, select } from '#database/table'
import type { ChainEvent, EventKind } from '#domain/events/event-store'
import { lifecycleText } from '#domain/events/lifecycle-text'
import type { IssuedCoupon } from './issued-coupon.ts'

/** The columns that the hash of a row covers, in the order in which it does. */
const hashedColumns = [
  'seller_id',
  'event_seq',
  'event_count',
  'kind',
  'coupon_seq',
  'first_coupon_seq',
  'coupon_code',
  'coupon_id',
  'at_ms',
  'actor',
  'request_id',
  'before_text',
  'after_text',
] as const

export const chainEventTable = defineTable({
  name: 'chain_event',
  key: ['seller_id', 'event_seq'],
  columns: [...hashedColumns, 'hash'],
})

const { text: columns, at } = select(chainEventTable.columns)
const encodeHashed = encoder(hashedColumns)

/**
 * A row of events. It spans `count` numbers of which `lastSeq` is the last: coupons issued together share a row, any
 * other event has its own.
 */
export type EventRow = Readonly<{
  sellerId: string
  lastSeq: number
  count: number
  kind: EventKind
  couponSeq?: number | undefined
  /** The first of the coupons that were issued. */
  firstCouponSeq?: number | undefined
  couponCode?: string | undefined
  couponId?: string | undefined
  atMs: number
  actor: string
  requestId: string | undefined
  before?: string | undefined
  after?: string | undefined
}>

export const insertEvent = insertInto(chainEventTable).text

/** The values that the hash of a row covers. */
export function hashedValues(row: EventRow): readonly SqlValue[] {
  return encodeHashed({
    seller_id: row.sellerId,
    event_seq: row.lastSeq,
    event_count: row.count,
    kind: row.kind,
    coupon_seq: row.couponSeq,
    first_coupon_seq: row.firstCouponSeq,
    coupon_code: row.couponCode,
    coupon_id: row.couponId,
    at_ms: row.atMs,
    actor: row.actor,
    request_id: row.requestId,
    before_text: row.before,
    after_text: row.after,
  })
}

/** The rows that reach past the number, in order. */
export const findEventsAfter = sql`SELECT ${columns} FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')} ORDER BY event_seq LIMIT ${p.number('limit')}`

const summedEvents = select(['last_seq', 'event_sum', 'byte_sum', 'oldest_ms', 'stop_seq'])

/** Sums up the next rows in order, and gives the first that is not older than a moment, for `eventSumOfRow`. */
export const sumEvents = sql`SELECT MAX(event_seq) AS last_seq, COALESCE(SUM(event_count), 0) AS event_sum,
    COALESCE(SUM(byte_count), 0) AS byte_sum, MIN(at_ms) AS oldest_ms,
    MIN(CASE WHEN at_ms >= ${p.number('beforeMs')} THEN event_seq END) AS stop_seq
  FROM (
    SELECT event_seq, event_count, at_ms, OCTET_LENGTH(hash) + COALESCE(OCTET_LENGTH(coupon_code), 0)
      + COALESCE(OCTET_LENGTH(before_text), 0) + COALESCE(OCTET_LENGTH(after_text), 0)
      + COALESCE(OCTET_LENGTH(request_id), 0) + OCTET_LENGTH(actor) AS byte_count
    FROM chain_event
    WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')} AND event_seq <= ${p.number('upToSeq')}
    ORDER BY event_seq LIMIT ${p.number('limit')}
  ) rows_in_order`

/** What `sumEvents` found; `lastSeq` is undefined where there is no further row. */
export function eventSumOfRow(row: SqlRow): Readonly<{
  lastSeq: number | undefined
  events: number
  bytes: number
  oldestMs: number | undefined
  stopSeq: number | undefined
}> {
  const { at: summed } = summedEvents
  return {
    lastSeq: numberOf(row[summed.last_seq]),
    events: Number(row[summed.event_sum]),
    bytes: Number(row[summed.byte_sum]),
    oldestMs: numberOf(row[summed.oldest_ms]),
    stopSeq: numberOf(row[summed.stop_seq]),
  }
}

/** A range of one row in key order: for an equality the planner would scan all events of the seller, because they are in the requested order. */
export const findEventsOfCoupon = sql`SELECT ${columns} FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq BETWEEN ${p.number('couponSeq')} AND ${p.number('couponSeq')} ORDER BY coupon_seq, event_seq LIMIT ${p.number('limit')}`

/** Their events besides their issue, in order. */
export const findSteps = sql`SELECT ${columns} FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq BETWEEN ${p.number('first')} AND ${p.number('last')} ORDER BY coupon_seq, event_seq`

/** The same of coupons in a list, in any order. CROSS JOIN keeps SQLite to the key of the coupons. */
export const findStepsOfCoupons = keyedBy(
  sql`SELECT ${select(chainEventTable.columns).of('e')} FROM (
    SELECT seller_id, event_seq FROM chain_event
    WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')})
  ) listed CROSS JOIN chain_event e ON e.seller_id = listed.seller_id AND e.event_seq = listed.event_seq`,
  at.coupon_seq,
)

const stepNumber = select(['event_seq'])

/**
 * Numbers of the newest steps of coupons in a list, before a number. The sum keeps planners from walking the events of the seller, which
 * are in the requested order.
 */
export const findNewestSteps = sql`SELECT ${stepNumber.text} FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')}) AND event_seq < ${p.number('beforeSeq')} ORDER BY event_seq + 0 DESC LIMIT ${p.number('limit')}`

/** Decodes a row of `findNewestSteps`. */
export function stepNumberOfRow(row: SqlRow): number {
  return Number(row[stepNumber.at.event_seq])
}

/** Gives the first coupon of the first issue past an event. */
export const findFirstCouponIssuedAfter = sql`SELECT MIN(first_coupon_seq) FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')}`

export const findEventsByNumber = sql`SELECT ${columns} FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq IN (${p.numbers('eventSeqs')})`

/** A row as it is stored. */
export type StoredEventRow = EventRow &
  Readonly<{
    hash: Uint8Array
    /** What the hash covers, as it is stored: decoding might hide an alteration. */
    hashed: readonly SqlValue[]
  }>

/** Decodes a row of `findEventsAfter`, `findEventsOfCoupon` or `findSteps`. */
export function eventOfRow(row: SqlRow): StoredEventRow {
  return {
    sellerId: String(row[at.seller_id]),
    lastSeq: Number(row[at.event_seq]),
    count: Number(row[at.event_count]),
    // Only this program writes the table, so the kind is not checked.
    kind: String(row[at.kind]) as EventKind,
    couponSeq: numberOf(row[at.coupon_seq]),
    firstCouponSeq: numberOf(row[at.first_coupon_seq]),
    couponCode: textOf(row[at.coupon_code]),
    couponId: textOf(row[at.coupon_id]),
    atMs: Number(row[at.at_ms]),
    actor: String(row[at.actor]),
    requestId: textOf(row[at.request_id]),
    before: textOf(row[at.before_text]),
    after: textOf(row[at.after_text]),
    hash: bytesOf(row[at.hash]) ?? new Uint8Array(0),
    hashed: row.slice(0, hashedColumns.length),
  }
}

/** The event of a row of one. */
export function singleEvent(row: StoredEventRow): ChainEvent {
  const { couponCode, couponId, before, after } = row
  return { ...sharedMembers(row), eventSeq: row.lastSeq, couponCode, couponId, before, after }
}

/** The event of one of the coupons that were issued together. */
export function issuedEvent(row: StoredEventRow, firstCouponSeq: number, issued: IssuedCoupon): ChainEvent {
  return {
    ...sharedMembers(row),
    eventSeq: row.lastSeq - row.count + 1 + issued.seq - firstCouponSeq,
    couponCode: issued.couponCode,
    couponId: issued.couponId,
    after: lifecycleText(issued.lifecycle),
  }
}

function sharedMembers(
  row: StoredEventRow,
): Pick<ChainEvent, 'sellerId' | 'kind' | 'atMs' | 'actor' | 'requestId' | 'hash'> {
  const { sellerId, kind, atMs, actor, requestId, hash } = row
  return { sellerId, kind, atMs, actor, requestId, hash: Buffer.from(hash).toString('hex') }
}

const newest = select(['event_seq', 'hash'])

export const findNewestEvent = sql`SELECT ${newest.text} FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} ORDER BY event_seq DESC LIMIT 1`

/** Decodes the row of `findNewestEvent`. */
export function newestEventOfRow(row: SqlRow): Pick<StoredEventRow, 'lastSeq' | 'hash'> {
  return { lastSeq: Number(row[newest.at.event_seq]), hash: bytesOf(row[newest.at.hash]) ?? new Uint8Array(0) }
}

const momentOfCoupon = select(['coupon_seq', 'event_seq', 'at_ms'])

/** Gives when events of a kind were, for each of several coupons, in any order. CROSS JOIN keeps SQLite to the key of the coupons. */
export const findEventMoments = keyedBy(
  sql`SELECT ${momentOfCoupon.of('e')} FROM (
    SELECT seller_id, event_seq FROM chain_event
    WHERE seller_id = ${p.text('sellerId')} AND coupon_seq IN (${p.numbers('couponSeqs')})
  ) listed CROSS JOIN chain_event e ON e.seller_id = listed.seller_id AND e.event_seq = listed.event_seq
  WHERE e.kind = ${p.text('kind')}`,
  momentOfCoupon.at.coupon_seq,
)

/** When the newest of the events in rows of `findEventMoments` was, epoch milliseconds, by coupon. */
export function newestMoments(rows: readonly SqlRow[]): ReadonlyMap<number, number> {
  const { coupon_seq, event_seq, at_ms } = momentOfCoupon.at
  const inOrder = rows.toSorted((left, right) => Number(left[event_seq]) - Number(right[event_seq]))
  return new Map(inOrder.map((row) => [Number(row[coupon_seq]), Number(row[at_ms])]))
}

/** Gives when its last event besides its issue was. A range, as above. */
export const findLastEventTime = sql`SELECT at_ms FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq BETWEEN ${p.number('couponSeq')} AND ${p.number('couponSeq')} ORDER BY coupon_seq DESC, event_seq DESC LIMIT 1`

/** Gives the number of the coupon's newest event. */
export const findLastEventOfCoupon = sql`SELECT MAX(event_seq) FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND coupon_seq BETWEEN ${p.number('couponSeq')} AND ${p.number('couponSeq')}`

/** Gives number and moment of the first row that reaches past a number. */
export const findMomentPast = sql`SELECT event_seq, at_ms FROM chain_event
  WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')} ORDER BY event_seq LIMIT 1`

/** Decodes a row of `findMomentPast`. */
export function momentOfRow([seq, atMs]: SqlRow): Readonly<{ lastSeq: number; atMs: number }> {
  return { lastSeq: Number(seq), atMs: Number(atMs) }
}

/** Removes the rows past the first and up to the second. */
export const deleteEvents = sql`DELETE FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')} AND event_seq <= ${p.number('upToSeq')}`

/** Gives how many rows lie past it. */
export const countEventsPast = sql`SELECT COUNT(*) FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')}`

/** Gives the oldest event up to it. */
export const findEventUpTo = sql`SELECT MIN(event_seq) FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq <= ${p.number('upToSeq')}`

/** Gives the newest event past it. */
export const findEventPast = sql`SELECT MAX(event_seq) FROM chain_event WHERE seller_id = ${p.text('sellerId')} AND event_seq > ${p.number('afterSeq')}`
