import type { SqlRow, SqlValue } from '#database/sql-engine'
import type { ChainEvent, EventKind } from '#domain/events/event-store'
import { lifecycleText } from '#domain/events/lifecycle-text'
import { issuedStateOfCode } from './coupon-row.ts'

/** A row of `eventColumns` that has been told apart from a block of coupons. */
export type EventRow = Readonly<{
  sellerId: string
  lastSeq: number
  count: number
  kind: EventKind
  firstCouponSeq: number | undefined
  atMs: number
  actor: string
  requestId: string | undefined
  after: string | undefined
  hash: Uint8Array
  columns: SqlRow
}>

/** Columns come from our own table, so their types are taken as they were written. */
export function eventOfRow(columns: SqlRow): EventRow {
  const hash = columns[13]
  return {
    sellerId: String(columns[0]),
    lastSeq: Number(columns[1]),
    count: Number(columns[2]),
    kind: String(columns[3]) as EventKind,
    firstCouponSeq: typeof columns[5] === 'number' ? columns[5] : undefined,
    atMs: Number(columns[8]),
    actor: String(columns[9]),
    requestId: textOf(columns[10]),
    after: textOf(columns[12]),
    hash: hash instanceof Uint8Array ? hash : new Uint8Array(0),
    columns,
  }
}

/** An event that has a row of its own. */
export function singleEvent(row: EventRow): ChainEvent {
  return {
    ...sharedMembers(row),
    eventSeq: row.lastSeq,
    couponCode: textOf(row.columns[6]),
    couponId: textOf(row.columns[7]),
    before: textOf(row.columns[11]),
    after: row.after,
  }
}

/**
 * One of the events that share a row: a coupon's issue.
 * @param issued a row of `issuedColumns`
 */
export function issuedEvent(row: EventRow, firstCouponSeq: number, issued: SqlRow): ChainEvent {
  const lifecycle = { state: issuedStateOfCode(issued[16]), endDate: textOf(issued[10]), returnCount: 0 }
  return {
    ...sharedMembers(row),
    eventSeq: row.lastSeq - row.count + 1 + Number(issued[0]) - firstCouponSeq,
    couponCode: String(issued[1]),
    couponId: textOf(issued[2]),
    after: lifecycleText(lifecycle),
  }
}

function sharedMembers(row: EventRow): Pick<ChainEvent, 'sellerId' | 'kind' | 'atMs' | 'actor' | 'requestId' | 'hash'> {
  const { sellerId, kind, atMs, actor, requestId, hash } = row
  return { sellerId, kind, atMs, actor, requestId, hash: Buffer.from(hash).toString('hex') }
}

function textOf(value: SqlValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
