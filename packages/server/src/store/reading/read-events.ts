import type { SqlReader } from '#database/sql-engine'
import type {
  ChainEvent,
  EventPage,
  EventQuery,
  EventReader,
  MemberEventQuery,
  RemovedEvents,
  Timeline,
} from '#domain/events/event-store'
import { mergedMembers } from '#store/members/load-identities'
import { type FormSource, openEventTexts } from '#store/members/stored-form'
import {
  eventOfRow,
  findEventsAfter,
  findEventsOfCoupon,
  issuedEvent,
  type StoredEventRow,
  singleEvent,
} from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { couponNumbersOfRow, findCouponNumbers, findIssuedBySeq, issuedCouponOfRow } from '#store/tables/issued-coupon'
import { eventNumberOfRow, findEventsOfMember } from '#store/tables/member-event'
import { findRetentionBoundary, retentionBoundaryOfRow } from '#store/tables/retention-boundary'
import type { Looking } from './fill-page.ts'
import { findSeqBefore, listSellerEvents } from './list-seller-events.ts'
import { eventsByNumbers, newestEventsOfMember } from './newest-events-of-member.ts'

/** Far more steps than one coupon can live through; a bound, not a rule. */
const maxEventsOfCoupon = 100_000

/** Reads events as one per coupon and step, though coupons issued together share a row. */
export function createEventReader(source: FormSource, looking: Looking): EventReader {
  return {
    findSeqBefore: (sellerId, atMs) => findSeqBefore(source.reader, sellerId, atMs),
    async listSellerEvents(query) {
      const { sellerId } = query
      const page = await listSellerEvents(source.reader, query, looking)
      const removed = page.nextBeforeSeq === undefined ? await findRemoved(source.reader, sellerId) : undefined
      return { ...page, events: await openEventTexts(source, sellerId, page.events), removed }
    },
    async listEvents(query) {
      const page = await listEvents(source.reader, query)
      return { ...page, events: await openEventTexts(source, query.sellerId, page.events) }
    },
    async listCouponEvents(sellerId, couponCode) {
      const { events, removed } = await listCouponEvents(source.reader, sellerId, couponCode)
      return { events: await openEventTexts(source, sellerId, events), removed }
    },
    async listMemberEvents(query) {
      const { events, removed } = await listMemberEvents(source.reader, query)
      return { events: await openEventTexts(source, query.sellerId, events), removed }
    },
    async listNewestEventsOfMember(query) {
      const { sellerId } = query
      const removed = await findRemoved(source.reader, sellerId)
      const newest = await newestEventsOfMember(source.reader, query, removed?.throughSeq ?? 0)
      const events = await openEventTexts(source, sellerId, newest.events)
      return { events, removed: newest.isMissingAny ? removed : undefined }
    },
  }
}

/** The numbers of removed events are kept; a page has as many events as it may, so that a shorter one is the last. */
async function listMemberEvents(reader: SqlReader, query: MemberEventQuery): Promise<Timeline> {
  const { sellerId, memberNo, afterSeq, upToSeq, limit } = query
  const removed = await findRemoved(reader, sellerId)
  const { memberNos } = await mergedMembers(reader, sellerId, memberNo)
  const numbersIn = async (after: number, upTo: number, count: number) => {
    const found = new Set<number>()
    for (const one of memberNos) {
      const rows = await reader.all(
        findEventsOfMember({ sellerId, memberNo: one, afterSeq: after, upToSeq: upTo, limit: count }),
      )
      for (const row of rows) found.add(eventNumberOfRow(row))
    }
    return [...found].toSorted((left, right) => left - right).slice(0, count)
  }
  const throughSeq = removed?.throughSeq ?? 0
  const numbers = await numbersIn(Math.max(afterSeq, throughSeq), upToSeq, limit)
  const events = await eventsByNumbers(reader, sellerId, numbers)
  if (events.length < numbers.length && (await findRemoved(reader, sellerId))?.throughSeq !== removed?.throughSeq) {
    return listMemberEvents(reader, query)
  }
  const isMissingAny = (await numbersIn(afterSeq, Math.min(throughSeq, upToSeq), 1)).length > 0
  return { events, removed: isMissingAny ? removed : undefined }
}

async function listEvents(reader: SqlReader, query: EventQuery): Promise<EventPage> {
  const { sellerId, afterSeq } = query
  const page = await readPage(reader, query)
  const first = page.events.at(0)?.eventSeq ?? page.newestSeq + 1
  if (first === afterSeq + 1 || afterSeq >= page.newestSeq) return { ...page, removed: undefined }
  // Events are missing after the number: they were removed, maybe while the page was read.
  const removed = await findRemoved(reader, sellerId)
  if (removed === undefined || removed.throughSeq <= afterSeq) return { ...page, removed: undefined }
  return { ...(await readPage(reader, { ...query, afterSeq: removed.throughSeq })), removed }
}

/** The head is read first: the events up to it are committed, and later ones stay out of the page. */
async function readPage(
  reader: SqlReader,
  { sellerId, afterSeq, limit }: EventQuery,
): Promise<Omit<EventPage, 'removed'>> {
  const head = await reader.one(findEventHead({ sellerId }))
  const newestSeq = head === undefined ? 0 : eventHeadOfRow(head).newestSeq
  const lastSeq = Math.min(afterSeq + limit, newestSeq)
  const events: ChainEvent[] = []
  if (lastSeq <= afterSeq) return { events, newestSeq }
  for (const columns of await reader.all(findEventsAfter({ sellerId, afterSeq, limit }))) {
    const row = eventOfRow(columns)
    if (row.lastSeq - row.count >= lastSeq) break
    events.push(...(await eventsOfRow(reader, row, { afterSeq, lastSeq })))
  }
  return { events, newestSeq }
}

async function findRemoved(reader: SqlReader, sellerId: string): Promise<RemovedEvents | undefined> {
  const row = await reader.one(findRetentionBoundary({ sellerId }))
  if (row === undefined) return undefined
  const { seq, beforeMs } = retentionBoundaryOfRow(row)
  return { throughSeq: seq, beforeMs }
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
  const issued = await reader.all(findIssuedBySeq({ sellerId: row.sellerId, first, last }))
  return issued.map((columns) => issuedEvent(row, firstCouponSeq, issuedCouponOfRow(columns)))
}

async function listCouponEvents(reader: SqlReader, sellerId: string, couponCode: string): Promise<Timeline> {
  const numbers = await reader.one(findCouponNumbers({ sellerId, couponCode }))
  if (numbers === undefined) return { events: [], removed: undefined }
  const { seq, issuedEventSeq } = couponNumbersOfRow(numbers)
  const rows = await reader.all(findEventsOfCoupon({ sellerId, couponSeq: seq, limit: maxEventsOfCoupon }))
  const steps = rows.map((columns) => singleEvent(eventOfRow(columns)))
  const [first] = await reader.all(findEventsAfter({ sellerId, afterSeq: issuedEventSeq - 1, limit: 1 }))
  const issue = first && eventOfRow(first)
  // Once the issue is removed, the next event is of something else.
  if (issue === undefined || issue.lastSeq - issue.count >= issuedEventSeq) {
    return { events: steps, removed: await findRemoved(reader, sellerId) }
  }
  const span = { afterSeq: issuedEventSeq - 1, lastSeq: issuedEventSeq }
  return { events: [...(await eventsOfRow(reader, issue, span)), ...steps], removed: undefined }
}
