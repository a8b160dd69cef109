import { forList } from '#database/in-list'
import type { SqlReader } from '#database/sql-engine'
import type { ChainEvent, SellerEventPage, SellerEventQuery } from '#domain/events/event-store'
import { fillPage, type Looking } from '#store/reading/fill-page'
import { eventOfRow, singleEvent } from '#store/tables/chain-event'
import { eventBoundOfRow, findEventBound, findEventsWithoutCoupon } from '#store/tables/events-without-coupon'

/** One page of the events that `EventReader.listSellerEvents` promises, with texts as they are stored. */
export async function listSellerEvents(
  reader: SqlReader,
  { sellerId, beforeSeq, kinds, actor, limit, lookMs }: SellerEventQuery,
  looking: Looking,
): Promise<SellerEventPage> {
  const ofActor = actor ?? null
  const look = async (fromSeq: number, atMost: number) => {
    const { nextSeq, newestSeq } = eventBoundOfRow(await reader.one(findEventBound, [sellerId, fromSeq]))
    if (newestSeq === undefined) return { items: [], next: undefined }
    // Events that came since would move the rows under the bound.
    const before = [sellerId, newestSeq + 1, sellerId, ofActor, ofActor]
    const rows = await reader.all(...forList(findEventsWithoutCoupon, { before, list: kinds, after: [atMost + 1] }))
    const items: readonly ChainEvent[] = rows.slice(0, atMost).map(eventOfRow).map(singleEvent)
    return { items, next: rows.length > atMost ? items.at(-1)?.eventSeq : nextSeq }
  }
  const { items: events, next: nextBeforeSeq } = await fillPage(
    { after: beforeSeq ?? Number.MAX_SAFE_INTEGER, isContinued: beforeSeq !== undefined, limit, lookMs, look },
    looking,
  )
  return { events, nextBeforeSeq }
}
