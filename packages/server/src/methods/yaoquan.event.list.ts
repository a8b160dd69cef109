import { listEvents } from '@yaoquan/api'
import type { EventReader } from '#domain/events/event-store'
import { toCouponEvent } from './coupon-event.ts'
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
