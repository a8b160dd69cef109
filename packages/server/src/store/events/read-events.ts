import { paddedList, textForList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { ChainEvent, EventPage, EventQuery, EventReader, MemberEventQuery } from '#domain/events/event-store'
import { mergedMembers } from '#store/members/merged-members'
import { type FormSource, openEventTexts } from '#store/members/stored-form'
import {
  eventOfRow,
  findEventsAfter,
  findEventsByNumber,
  findEventsOfCoupon,
  issuedEvent,
  type StoredEventRow,
  singleEvent,
} from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { couponNumbersOfRow, findCouponNumbers, findIssuedBySeq, issuedCouponOfRow } from '#store/tables/issued-coupon'
import { eventNumberOfRow, findEventsOfMember } from '#store/tables/member-event'

/** Far more steps than one coupon can live through; a bound, not a rule. */
const maxEventsOfCoupon = 100_000

/** Reads events as one per coupon and step, though coupons issued together share a row. */
export function createEventReader(source: FormSource): EventReader {
  return {
    async listEvents(query) {
      const { events, newestSeq } = await listEvents(source.reader, query)
      return { events: await openEventTexts(source, query.sellerId, events), newestSeq }
    },
    async listCouponEvents(sellerId, couponCode) {
      return openEventTexts(source, sellerId, await listCouponEvents(source.reader, sellerId, couponCode))
    },
    async listMemberEvents(query) {
      return openEventTexts(source, query.sellerId, await listMemberEvents(source.reader, query))
    },
  }
}

async function listMemberEvents(
  reader: SqlReader,
  { sellerId, memberNo, afterSeq, upToSeq, limit }: MemberEventQuery,
): Promise<readonly ChainEvent[]> {
  const { memberNos } = await mergedMembers(reader, sellerId, memberNo)
  const found = new Set<number>()
  for (const one of memberNos) {
    const rows = await reader.all(findEventsOfMember, [sellerId, one, afterSeq, upToSeq, limit])
    for (const row of rows) found.add(eventNumberOfRow(row))
  }
  const numbers = [...found].toSorted((left, right) => left - right).slice(0, limit)
  if (numbers.length === 0) return []
  const padded = paddedList(numbers)
  const rows = await reader.all(textForList(findEventsByNumber, padded), [sellerId, ...padded])
  return rows
    .map(eventOfRow)
    .map(singleEvent)
    .toSorted((left, right) => left.eventSeq - right.eventSeq)
}

/** The head is read first: the events up to it are committed, and later ones stay out of the page. */
async function listEvents(reader: SqlReader, { sellerId, afterSeq, limit }: EventQuery): Promise<EventPage> {
  const head = await reader.one(findEventHead, [sellerId])
  const newestSeq = head === undefined ? 0 : eventHeadOfRow(head).newestSeq
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
  row: StoredEventRow,
  { afterSeq, lastSeq }: Readonly<{ afterSeq: number; lastSeq: number }>,
): Promise<readonly ChainEvent[]> {
  const { firstCouponSeq } = row
  if (firstCouponSeq === undefined) return [singleEvent(row)]
  const couponBeforeFirst = firstCouponSeq - (row.lastSeq - row.count + 1)
  const first = Math.max(firstCouponSeq, couponBeforeFirst + afterSeq + 1)
  const last = couponBeforeFirst + Math.min(row.lastSeq, lastSeq)
  const issued = await reader.all(findIssuedBySeq, [row.sellerId, first, last])
  return issued.map((columns) => issuedEvent(row, firstCouponSeq, issuedCouponOfRow(columns)))
}

async function listCouponEvents(
  reader: SqlReader,
  sellerId: string,
  couponCode: string,
): Promise<readonly ChainEvent[]> {
  const numbers = await reader.one(findCouponNumbers, [sellerId, couponCode])
  if (numbers === undefined) return []
  const { seq, issuedEventSeq } = couponNumbersOfRow(numbers)
  const [issue] = await reader.all(findEventsAfter, [sellerId, issuedEventSeq - 1, 1])
  const span = { afterSeq: issuedEventSeq - 1, lastSeq: issuedEventSeq }
  const issued = issue === undefined ? [] : await eventsOfRow(reader, eventOfRow(issue), span)
  const steps = await reader.all(findEventsOfCoupon, [sellerId, seq, seq, maxEventsOfCoupon])
  return [...issued, ...steps.map((columns) => singleEvent(eventOfRow(columns)))]
}
