import type { WithRequestId } from './method-result.ts'
import type { Requests, Results } from './method-types.ts'
import { delay } from './retry.ts'

type Request = Requests['yaoquan.event.list']

export type EventPage = Results['yaoquan.event.list'] & WithRequestId
export type CouponEvent = EventPage['events'][number]

export type FeedOptions = Readonly<{
  /** `eventSeq` of the last processed event; default 0: from the first event. */
  afterSeq?: number | undefined
  /** Whether to wait for new events at the end; the loop then ends only by a signal or an error. Default false. */
  follow?: boolean | undefined
  /** Milliseconds between polls for new events while following; default 1000. */
  pollMs?: number | undefined
}>

const largestPage = 1_000

/**
 * Iterates over the seller's events in order, without gaps or repeats. Keep the `eventSeq` of the last one to continue
 * from there.
 * @param listPage fetches one page
 */
export async function* eventFeed(
  {
    afterSeq = 0,
    follow = false,
    pollMs = 1_000,
    signal,
  }: FeedOptions & Readonly<{ signal?: AbortSignal | undefined }>,
  listPage: (request: Request) => Promise<EventPage>,
): AsyncGenerator<CouponEvent, void, undefined> {
  let lastSeq = afterSeq
  for (;;) {
    const page = await listPage({ afterSeq: lastSeq, limit: largestPage })
    yield* page.events
    lastSeq = page.lastSeq
    if (lastSeq < page.newestSeq && page.events.length > 0) continue
    if (!follow) return
    await delay(pollMs, signal)
  }
}
