import type { listEvents, RequestOf } from '@yaoquan/api'
import { delay } from './delay.ts'
import type { ResultOf } from './method-result.ts'

type Request = RequestOf<typeof listEvents>

export type EventPage = ResultOf<typeof listEvents>
export type CouponEvent = EventPage['events'][number]

export type FeedOptions = Readonly<{
  /** `eventSeq` of the last event that was dealt with; default 0, from the first. */
  afterSeq?: number | undefined
  /** Waits for new events instead of ending at the newest; ends only by a signal or an error. Default false. */
  follow?: boolean | undefined
  /** How often to look for new events while following, default 1000. */
  pollMs?: number | undefined
}>

const largestPage = 1_000

/** A chain's events in order, none missed or repeated. Keep the `eventSeq` of the last one to go on from there. */
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
