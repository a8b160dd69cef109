import type { listEvents, ResponseOf } from '@yaoquan/api'
import type { ChainEvent } from '#domain/events/event-store'
import { shownEvent } from '#domain/events/shown-event'

/** An event as in answers. */
export function toCouponEvent(event: ChainEvent): ResponseOf<typeof listEvents>['result']['events'][number] {
  const { eventSeq, kind, couponCode, couponId, at, actor, requestId, before, after, hash } = shownEvent(event)
  return { eventSeq, kind, couponCode, couponId, at, actor, requestId, before, after, hash }
}
