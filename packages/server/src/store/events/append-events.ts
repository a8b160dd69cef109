import type { EventKind } from '../../domain/events/event-store.ts'
import type { SqlTransaction, SqlValue } from '../sql/sql-engine.ts'
import {
  findEventHead,
  insertEvent,
  insertEventHead,
  setNewestHash,
  takeEventNumbers,
} from '../statements/event-statements.ts'
import { eventHash, firstHash } from './event-hash.ts'

/** Who does something in a chain, when, and by which call. */
export type Origin = Readonly<{
  sellerId: string
  atMs: number
  /** `app:KEY`, `operator:NAME` or `system`. */
  actor: string
  requestId: string | undefined
}>

/** An event that is to be written. */
export type NewEvent = Readonly<{
  kind: EventKind
  /** One number for one event; coupons issued together take one each and share a row. */
  count: number
  couponSeq?: number | undefined
  firstCouponSeq?: number | undefined
  couponCode?: string | undefined
  couponId?: string | undefined
  before?: string | undefined
  after?: string | undefined
}>

/** Numbers that are the transaction's own, and the hash of the event before them. */
export type EventNumbers = Readonly<{ firstSeq: number; previousHash: Uint8Array }>

/** Takes the next numbers of a chain; what is taken must be written before the transaction ends. */
export async function takeNumbers(transaction: SqlTransaction, sellerId: string, count: number): Promise<EventNumbers> {
  const updated = await transaction.run(takeEventNumbers, [count, sellerId])
  if (updated === 0) await transaction.run(insertEventHead, [sellerId, count, firstHash])
  const head = await transaction.one(findEventHead, [sellerId])
  const previousHash = head?.[1]
  if (!(previousHash instanceof Uint8Array)) throw new Error('the chain has no head of events')
  return { firstSeq: Number(head?.[0]) - count + 1, previousHash }
}

/** Writes events under the numbers taken for them, sealed to what came before. */
export async function writeEvents(
  transaction: SqlTransaction,
  { origin, numbers }: Readonly<{ origin: Origin; numbers: EventNumbers }>,
  events: readonly NewEvent[],
): Promise<void> {
  let hash = numbers.previousHash
  let lastSeq = numbers.firstSeq - 1
  const rows = events.map((event) => {
    lastSeq += event.count
    const values = columnsOf(origin, lastSeq, event)
    hash = eventHash(hash, values)
    return [...values, hash]
  })
  await transaction.insertMany(insertEvent, rows)
  await transaction.run(setNewestHash, [hash, origin.sellerId])
}

/** Takes numbers for events and writes them. */
export async function appendEvents(
  transaction: SqlTransaction,
  origin: Origin,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  const count = events.reduce((sum, event) => sum + event.count, 0)
  const numbers = await takeNumbers(transaction, origin.sellerId, count)
  await writeEvents(transaction, { origin, numbers }, events)
}

function columnsOf(origin: Origin, eventSeq: number, event: NewEvent): readonly SqlValue[] {
  return [
    origin.sellerId,
    eventSeq,
    event.count,
    event.kind,
    event.couponSeq ?? null,
    event.firstCouponSeq ?? null,
    event.couponCode ?? null,
    event.couponId ?? null,
    origin.atMs,
    origin.actor,
    origin.requestId ?? null,
    event.before ?? null,
    event.after ?? null,
  ]
}
