import { momentText } from '#domain/dates'
import type { ChainEvent } from './event-store.ts'
import { shownLifecycleText } from './lifecycle-text.ts'

/** An event with its moments as text, as in answers and webhook deliveries. */
export type ShownEvent = Omit<ChainEvent, 'atMs'> & Readonly<{ at: string }>

export function shownEvent({ atMs, before, after, ...event }: ChainEvent): ShownEvent {
  return {
    ...event,
    at: momentText(atMs),
    before: before === undefined ? undefined : shownLifecycleText(before),
    after: after === undefined ? undefined : shownLifecycleText(after),
  }
}
