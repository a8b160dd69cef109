import type { ChainEvent } from './event-store.ts'
import { type CouponLifecycle, readLifecycle } from './lifecycle-text.ts'

/**
 * Where a coupon stands, out of its events alone.
 * @param events all of one coupon, in order
 * @returns undefined when there are none
 * @throws TypeError when an event does not begin where the one before it ended
 */
export function rebuildCoupon(events: readonly ChainEvent[]): CouponLifecycle | undefined {
  let standing: string | undefined
  for (const { eventSeq, kind, before, after } of events) {
    if (kind === 'expired') continue
    if (withoutReason(before) !== standing) throw new TypeError(`event ${eventSeq} does not follow the one before it`)
    standing = withoutReason(after)
  }
  return standing === undefined ? undefined : readLifecycle(standing)
}

/** A reason belongs to a step, not to where the coupon stands. */
function withoutReason(text: string | undefined): string | undefined {
  return text === undefined ? undefined : JSON.stringify({ ...JSON.parse(text), reason: undefined })
}
