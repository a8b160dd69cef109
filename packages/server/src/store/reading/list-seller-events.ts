import type { SqlReader } from '#database/sql-engine'
import { allInList } from '#database/table'
import type { ChainEvent, SellerEventPage, SellerEventQuery } from '#domain/events/event-store'
import type { RuleHistory } from '#domain/explain/rule-history'
import { eventOfRow, findEventsByNumber, findMomentPast, momentOfRow, singleEvent } from '#store/tables/chain-event'
import { eventHeadOfRow, findEventHead } from '#store/tables/event-head'
import { eventBoundOfRow, findEventBound, findEventsWithoutCoupon } from '#store/tables/events-without-coupon'
import { findRuleEventsAfter, findRuleEventsSince } from '#store/tables/rule-event'
import { fillPage, type Looking } from './fill-page.ts'

/** One page of the events that `EventReader.listSellerEvents` promises, with texts as they are stored. */
export async function listSellerEvents(
  reader: SqlReader,
  { sellerId, beforeSeq, afterSeq = 0, kinds, actor, fromMs = 0, untilMs, limit, lookMs }: SellerEventQuery,
  looking: Looking,
): Promise<SellerEventPage> {
  const look = async (fromSeq: number, atMost: number) => {
    const { nextSeq, newestSeq } = eventBoundOfRow(await reader.one(findEventBound({ sellerId, beforeSeq: fromSeq })))
    if (newestSeq === undefined || newestSeq <= afterSeq) return { items: [], next: undefined }
    // Events that came since would move the rows under the bound.
    const period = { fromMs, untilMs: untilMs ?? Number.MAX_SAFE_INTEGER }
    const known = { sellerId, beforeSeq: newestSeq + 1, actor, kinds, ...period, limit: atMost + 1 }
    const rows = await reader.all(findEventsWithoutCoupon(known))
    const items: readonly ChainEvent[] = rows.slice(0, atMost).map(eventOfRow).map(singleEvent)
    const next = rows.length > atMost ? items.at(-1)?.eventSeq : nextSeq
    return { items, next: next !== undefined && next > afterSeq ? next : undefined }
  }
  const { items: events, next: nextBeforeSeq } = await fillPage(
    { after: beforeSeq ?? Number.MAX_SAFE_INTEGER, isContinued: beforeSeq !== undefined, limit, lookMs, look },
    looking,
  )
  return { events, nextBeforeSeq }
}

/** The number that `EventReader.findSeqBefore` promises, in some 25 look-ups. */
export async function findSeqBefore(reader: SqlReader, sellerId: string, atMs: number): Promise<number> {
  const head = await reader.one(findEventHead({ sellerId }))
  let [known, unknown] = [0, head === undefined ? 0 : eventHeadOfRow(head).newestSeq]
  while (known < unknown) {
    const middle = Math.floor((known + unknown) / 2)
    const row = await reader.one(findMomentPast({ sellerId, afterSeq: middle }))
    const found = row && momentOfRow(row)
    if (found !== undefined && found.atMs < atMs) known = Math.min(found.lastSeq, unknown)
    else unknown = middle
  }
  return known
}

/** Finds the events of a rule by the index that is written with them. */
export function createRuleHistory(reader: SqlReader): RuleHistory {
  return {
    async findLaterChanges(sellerId, subject, { atMs, eventSeq }) {
      const rows =
        eventSeq === undefined
          ? await reader.all(findRuleEventsSince({ sellerId, subject, sinceMs: atMs }))
          : await reader.all(findRuleEventsAfter({ sellerId, subject, afterSeq: eventSeq }))
      const [number] = rows.map(([seq]) => Number(seq))
      if (number === undefined) return { count: 0, first: undefined }
      const [row] = await allInList(reader, findEventsByNumber, { sellerId, eventSeqs: [number] })
      if (row === undefined) return { count: rows.length, first: 'removed' }
      const { kind, before } = eventOfRow(row)
      return { count: rows.length, first: { kind, before } }
    },
  }
}
