import type { listEvents, ResponseOf } from '@yaoquan/api'
import { momentText } from '../domain/dates.ts'
import type { ChainEvent } from '../domain/events/event-store.ts'

/** An event as answers have it. */
export function toCouponEvent(event: ChainEvent): ResponseOf<typeof listEvents>['result']['events'][number] {
  const { eventSeq, kind, couponCode, couponId, atMs, actor, requestId, before, after, hash } = event
  return { eventSeq, kind, couponCode, couponId, at: momentText(atMs), actor, requestId, before, after, hash }
}
