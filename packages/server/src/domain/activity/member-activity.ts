import type { ChainEvent, EventReader, RemovedEvents } from '#domain/events/event-store'
import type { MemberNumber } from '#domain/members/member'
import type { OrderReader, PlacedOrder } from '#domain/orders/order-store'
import type { KeptRefusal, RefusalLog, RefusalPlace } from '#domain/refusals/refused-call'

/** One thing that happened to a member. */
export type Activity =
  | Readonly<{ kind: 'event'; atMs: number; event: ChainEvent }>
  | Readonly<{ kind: 'order'; atMs: number; placed: PlacedOrder }>
  | Readonly<{ kind: 'refused'; atMs: number; refusal: KeptRefusal }>

/** Where a list continues: after the last of each of its sources; undefined at their start. */
export type ActivityPlace = Readonly<{
  eventSeq?: number | undefined
  orderPlace?: number | undefined
  refusal?: RefusalPlace | undefined
}>

export type ActivitySources = Readonly<{
  events: Pick<EventReader, 'listNewestEventsOfMember'>
  orders: Pick<OrderReader, 'listNewestOrdersOfMember'>
  refusalLog: Pick<RefusalLog, 'listRefusalsOfMember'>
}>

export type ActivityQuery = Readonly<{
  sellerId: string
  memberNo: MemberNumber
  after: ActivityPlace
  /** 1..100 */
  limit: number
}>

export type ActivityPage = Readonly<{
  /** The newest first. */
  entries: readonly Activity[]
  /** Undefined at the end. */
  next: ActivityPlace | undefined
  removed: RemovedEvents | undefined
}>

/** One page of what happened to a member: each source is read for a full page, and the newest of them are kept. */
export async function readActivity(
  { events, orders, refusalLog }: ActivitySources,
  { sellerId, memberNo, after, limit }: ActivityQuery,
): Promise<ActivityPage> {
  const most = limit + 1
  const query = { sellerId, memberNo, limit: most }
  const ofEvents = await events.listNewestEventsOfMember({ ...query, beforeSeq: after.eventSeq })
  const ofOrders = await orders.listNewestOrdersOfMember({ ...query, beforePlace: after.orderPlace })
  const refusals = await refusalLog.listRefusalsOfMember(sellerId, memberNo, { after: after.refusal, limit: most })
  const sources: readonly (readonly Activity[])[] = [
    refusals.map((refusal) => ({ kind: 'refused', atMs: refusal.atMs, refusal })),
    ofEvents.events.map((event) => ({ kind: 'event', atMs: event.atMs, event })),
    ofOrders.map((placed) => ({ kind: 'order', atMs: placed.order.createdAtMs, placed })),
  ]
  const entries = newestOf(sources, limit)
  const isLast = sources.flat().length <= entries.length
  return { entries, next: isLast ? undefined : entries.reduce(placeAfter, after), removed: ofEvents.removed }
}

/** Takes from the heads of lists, so that what is left of each follows what was taken. */
function newestOf(sources: readonly (readonly Activity[])[], limit: number): readonly Activity[] {
  const taken: Activity[] = []
  const heads = sources.map(() => 0)
  while (taken.length < limit) {
    let newest: Readonly<{ source: number; entry: Activity }> | undefined
    for (const [source, list] of sources.entries()) {
      const entry = list[heads[source] ?? 0]
      if (entry !== undefined && (newest === undefined || entry.atMs > newest.entry.atMs)) newest = { source, entry }
    }
    if (newest === undefined) break
    taken.push(newest.entry)
    heads[newest.source] = (heads[newest.source] ?? 0) + 1
  }
  // Orders of one day are in the order of their numbers, not of their moments.
  return taken.toSorted((left, right) => right.atMs - left.atMs)
}

function placeAfter(place: ActivityPlace, entry: Activity): ActivityPlace {
  switch (entry.kind) {
    case 'event':
      return { ...place, eventSeq: Math.min(place.eventSeq ?? Number.MAX_SAFE_INTEGER, entry.event.eventSeq) }
    case 'order':
      return { ...place, orderPlace: Math.min(place.orderPlace ?? Number.MAX_SAFE_INTEGER, entry.placed.place) }
    case 'refused': {
      const { atMs, requestId } = entry.refusal
      const { refusal } = place
      const isOlder =
        refusal === undefined || atMs < refusal.atMs || (atMs === refusal.atMs && requestId < refusal.requestId)
      return isOlder ? { ...place, refusal: { atMs, requestId } } : place
    }
  }
}
