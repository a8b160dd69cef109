import { listEvents, type ResponseOf } from '@yaoquan/api'
import type { ChainEvent, EventReader } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/shown-event'
import type { Method } from './method.ts'

/** A seller's events after a number. */
export function listEventsMethod({ events }: Readonly<{ events: EventReader }>): Method<typeof listEvents> {
  return {
    definition: listEvents,
    async call({ afterSeq = 0, limit = 100 }, { sellerId }) {
      const page = await events.listEvents({ sellerId, afterSeq, limit })
      const lastSeq = page.events.at(-1)?.eventSeq ?? afterSeq
      return { result: { events: page.events.map(toCouponEvent), lastSeq, newestSeq: page.newestSeq, success: true } }
    },
  }
}

/** An event as in answers. */
export function toCouponEvent(event: ChainEvent): ResponseOf<typeof listEvents>['result']['events'][number] {
  const { eventSeq, kind, couponCode, couponId, at, actor, requestId, before, after, hash } = shownEvent(event)
  return { eventSeq, kind, couponCode, couponId, at, actor, requestId, before, after, hash }
}
