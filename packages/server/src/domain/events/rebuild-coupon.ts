import type { ChainEvent, EventKind } from './event-store.ts'
import { type CouponLifecycle, lifecycleText, readLifecycle } from './lifecycle-text.ts'

/**
 * Computes the state of a coupon from its events only.
 * @param events all events of one coupon, in order
 * @returns undefined when there are none
 * @throws TypeError when an event does not begin where the one before it ended
 */
export function rebuildCoupon(events: readonly ChainEvent[]): CouponLifecycle | undefined {
  let current: string | undefined
  for (const { eventSeq, kind, before, after } of events) {
    if (!isStep(kind)) continue
    if (stateText(before) !== current) throw new TypeError(`event ${eventSeq} does not follow the one before it`)
    current = stateText(after)
  }
  return current === undefined ? undefined : readLifecycle(current)
}

/** Whether an event of a coupon changes it; the others report only. */
export function isStep(kind: EventKind): boolean {
  return kind !== 'expired' && kind !== 'redemption_judged'
}

/** A reason and amounts belong to the step, not to the coupon's state. */
function stateText(text: string | undefined): string | undefined {
  return text === undefined ? undefined : lifecycleText(readLifecycle(text))
}
