import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { ChainEvent, NewestEventQuery } from '#domain/events/event-store'
import { mergedMembers } from '#store/members/load-identities'
import {
  eventOfRow,
  findEventsAfter,
  findEventsByNumber,
  findNewestSteps,
  type StoredEventRow,
  singleEvent,
  stepNumberOfRow,
} from '#store/tables/chain-event'
import { type CouponIssue, couponIssueOfRow, findNewestCouponsOfMember } from '#store/tables/coupons-of-member'
import { eventNumberOfRow, findNewestEventsOfMember } from '#store/tables/member-event'

type Found = Readonly<{ events: readonly ChainEvent[]; isMissingAny: boolean }>

/** Coupons of a member that are looked at. */
const maxCoupons = 1_000

/**
 * The events of a member and of its newest coupons, the newest first, without the texts of issues.
 * @param throughSeq events up to it were removed; 0 where none were
 */
export async function newestEventsOfMember(
  reader: SqlReader,
  { sellerId, memberNo, beforeSeq = Number.MAX_SAFE_INTEGER, limit }: NewestEventQuery,
  throughSeq: number,
): Promise<Found> {
  const { memberNos } = await mergedMembers(reader, sellerId, memberNo)
  const rows = await reader.all(findNewestCouponsOfMember({ sellerId, memberNo, limit: maxCoupons }))
  const coupons = rows.map(couponIssueOfRow)
  const issues = new Map(coupons.map((coupon) => [coupon.eventSeq, coupon]))
  const couponSeqs = coupons.map(({ seq }) => seq)
  const steps = await allInList(reader, findNewestSteps, { sellerId, couponSeqs, beforeSeq, limit })
  const found = new Set([...steps.map(stepNumberOfRow), ...issues.keys()].filter((seq) => seq < beforeSeq))
  for (const one of memberNos) {
    const ofMember = await reader.all(findNewestEventsOfMember({ sellerId, memberNo: one, beforeSeq, limit }))
    for (const row of ofMember) found.add(eventNumberOfRow(row))
  }
  const kept = [...found].filter((seq) => seq > throughSeq)
  const numbers = kept.toSorted((left, right) => right - left).slice(0, limit)
  const others = await eventsByNumbers(
    reader,
    sellerId,
    numbers.filter((seq) => !issues.has(seq)),
  )
  const issued = await issueEvents(
    reader,
    sellerId,
    numbers.flatMap((seq) => issues.get(seq) ?? []),
  )
  const events = [...others, ...issued].toSorted((left, right) => right.eventSeq - left.eventSeq)
  return { events, isMissingAny: kept.length < found.size }
}

/** The events with these numbers, in order. */
export async function eventsByNumbers(
  reader: SqlReader,
  sellerId: string,
  numbers: readonly number[],
): Promise<readonly ChainEvent[]> {
  const rows = await allInList(reader, findEventsByNumber, { sellerId, eventSeqs: numbers })
  return rows
    .map(eventOfRow)
    .map(singleEvent)
    .toSorted((left, right) => left.eventSeq - right.eventSeq)
}

/** Coupons that were issued together share a row, which is read once. @param issues the newest first */
async function issueEvents(
  reader: SqlReader,
  sellerId: string,
  issues: readonly CouponIssue[],
): Promise<readonly ChainEvent[]> {
  const events: ChainEvent[] = []
  let shared: StoredEventRow | undefined
  for (const { eventSeq, couponCode, couponId } of issues) {
    if (shared === undefined || !spans(shared, eventSeq)) {
      const [row] = await reader.all(findEventsAfter({ sellerId, afterSeq: eventSeq - 1, limit: 1 }))
      shared = row && eventOfRow(row)
    }
    // An issue that was removed meanwhile is followed by another event.
    if (shared === undefined || !spans(shared, eventSeq)) continue
    events.push({ ...singleEvent(shared), eventSeq, couponCode, couponId })
  }
  return events
}

function spans({ lastSeq, count }: StoredEventRow, eventSeq: number): boolean {
  return eventSeq > lastSeq - count && eventSeq <= lastSeq
}
