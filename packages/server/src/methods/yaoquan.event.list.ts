import { listEvents } from '@yaoquan/api'
import { momentText } from '#domain/dates'
import { shownEvent } from '#domain/events/lifecycle-text'
import type { LifecycleDependencies, Method } from './method.ts'

/** A seller's events after a number. */
export function listEventsMethod({ events }: LifecycleDependencies): Method<typeof listEvents> {
  return {
    definition: listEvents,
    async call({ afterSeq = 0, limit = 100 }, { sellerId }) {
      const page = await events.listEvents({ sellerId, afterSeq, limit })
      const lastSeq = page.events.at(-1)?.eventSeq ?? afterSeq
      const { newestSeq, removed } = page
      return {
        result: {
          events: page.events.map(shownEvent),
          lastSeq,
          newestSeq,
          success: true,
          removedThroughSeq: removed?.throughSeq,
          eventsRemovedBefore: removed && momentText(removed.beforeMs),
        },
      }
    },
  }
}
