import type { SqlReader } from '#database/sql-engine'
import type { ChainEvent, EventPage, EventQuery, EventReader } from '#domain/events/event-store'
import { type EventRow, eventOfRow, issuedEvent, singleEvent } from '#store/tables/event-row'
import { findEventHead, findEventsAfter, findEventsOfCoupon } from '#store/tables/event-statements'
import { findCouponNumbers, findIssuedBySeq } from '#store/tables/issued-coupon-statements'

/** Far more steps than one coupon can live through; a bound, not a rule. */
const maxEventsOfCoupon = 100_000

/** Reads events as one per coupon and step, though coupons issued together share a row. */
export function createEventReader(reader: SqlReader): EventReader {
  return {
    listEvents: (query) => listEvents(reader, query),
    listCouponEvents: (sellerId, couponCode) => listCouponEvents(reader, sellerId, couponCode),
  }
}

/** The head is read first: the events it counts stand already, and later ones stay out of the page. */
async function listEvents(reader: SqlReader, { sellerId, afterSeq, limit }: EventQuery): Promise<EventPage> {
  const head = await reader.one(findEventHead, [sellerId])
  const newestSeq = Number(head?.[0] ?? 0)
  const lastSeq = Math.min(afterSeq + limit, newestSeq)
  const events: ChainEvent[] = []
  if (lastSeq <= afterSeq) return { events, newestSeq }
  for (const columns of await reader.all(findEventsAfter, [sellerId, afterSeq, limit])) {
    const row = eventOfRow(columns)
    if (row.lastSeq - row.count >= lastSeq) break
    events.push(...(await eventsOfRow(reader, row, { afterSeq, lastSeq })))
  }
  return { events, newestSeq }
}

/** Those of a row's events whose numbers lie in `afterSeq < number <= lastSeq`. */
async function eventsOfRow(
  reader: SqlReader,
  row: EventRow,
  { afterSeq, lastSeq }: Readonly<{ afterSeq: number; lastSeq: number }>,
): Promise<readonly ChainEvent[]> {
  const { firstCouponSeq } = row
  if (firstCouponSeq === undefined) return [singleEvent(row)]
  const couponBeforeFirst = firstCouponSeq - (row.lastSeq - row.count + 1)
  const first = Math.max(firstCouponSeq, couponBeforeFirst + afterSeq + 1)
  const last = couponBeforeFirst + Math.min(row.lastSeq, lastSeq)
  const issued = await reader.all(findIssuedBySeq, [row.sellerId, first, last])
  return issued.map((columns) => issuedEvent(row, firstCouponSeq, columns))
}

async function listCouponEvents(
  reader: SqlReader,
  sellerId: string,
  couponCode: string,
): Promise<readonly ChainEvent[]> {
  const numbers = await reader.one(findCouponNumbers, [sellerId, couponCode])
  if (numbers === undefined) return []
  const [couponSeq, issuedSeq] = [Number(numbers[0]), Number(numbers[1])]
  const [issue] = await reader.all(findEventsAfter, [sellerId, issuedSeq - 1, 1])
  const span = { afterSeq: issuedSeq - 1, lastSeq: issuedSeq }
  const issued = issue === undefined ? [] : await eventsOfRow(reader, eventOfRow(issue), span)
  const steps = await reader.all(findEventsOfCoupon, [sellerId, couponSeq, couponSeq, maxEventsOfCoupon])
  return [...issued, ...steps.map((columns) => singleEvent(eventOfRow(columns)))]
}
