import type { SqlReader } from '#database/sql-engine'
import type { ChainEvent, SellerEventPage, SellerEventQuery } from '#domain/events/event-store'
import { eventOfRow, singleEvent } from '#store/tables/chain-event'
import { eventBoundOfRow, findEventBound, findEventsWithoutCoupon } from '#store/tables/events-without-coupon'
import { fillPage, type Looking } from './fill-page.ts'

/** One page of the events that `EventReader.listSellerEvents` promises, with texts as they are stored. */
export async function listSellerEvents(
  reader: SqlReader,
  { sellerId, beforeSeq, kinds, actor, limit, lookMs }: SellerEventQuery,
  looking: Looking,
): Promise<SellerEventPage> {
  const look = async (fromSeq: number, atMost: number) => {
    const { nextSeq, newestSeq } = eventBoundOfRow(await reader.one(findEventBound({ sellerId, beforeSeq: fromSeq })))
    if (newestSeq === undefined) return { items: [], next: undefined }
    // Events that came since would move the rows under the bound.
    const known = { sellerId, beforeSeq: newestSeq + 1, actor, kinds, limit: atMost + 1 }
    const rows = await reader.all(findEventsWithoutCoupon(known))
    const items: readonly ChainEvent[] = rows.slice(0, atMost).map(eventOfRow).map(singleEvent)
    return { items, next: rows.length > atMost ? items.at(-1)?.eventSeq : nextSeq }
  }
  const { items: events, next: nextBeforeSeq } = await fillPage(
    { after: beforeSeq ?? Number.MAX_SAFE_INTEGER, isContinued: beforeSeq !== undefined, limit, lookMs, look },
    looking,
  )
  return { events, nextBeforeSeq }
}
