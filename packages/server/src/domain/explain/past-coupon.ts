import type { ChainEvent, Timeline } from '#domain/events/event-store'
import { readLifecycle } from '#domain/events/lifecycle-text'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'
import { isLater, type PastMoment } from './rule-history.ts'

/** The events that would show the coupon at a moment were removed by the retention policy of its seller. */
export type HistoryRemoved = Readonly<{ kind: 'removed'; beforeMs: number }>

/** A coupon at a moment, with the events up to then that are kept. */
export type PastCoupon = Readonly<{
  kind: 'coupon'
  coupon: StoredCoupon
  events: readonly ChainEvent[]
  /** Before when its events were removed. */
  removedBeforeMs: number | undefined
}>

/**
 * A coupon as it was at a moment: the first event after it says what it began with; without one, the coupon is still as it was then. Its
 * other terms never change.
 * @param present as it is stored now
 * @param timeline all of its events that are kept
 * @returns undefined for a coupon that was issued later
 */
export function pastCoupon(
  present: StoredCoupon,
  { events, removed }: Timeline,
  moment: PastMoment,
): PastCoupon | HistoryRemoved | undefined {
  if (removed !== undefined && isBefore(moment, removed)) return { kind: 'removed', beforeMs: removed.beforeMs }
  const later = events.filter((event) => isLater(event, moment))
  const [first] = later
  if (first?.kind === 'issued') return undefined
  const known = {
    kind: 'coupon',
    events: events.slice(0, events.length - later.length),
    removedBeforeMs: removed?.beforeMs,
  } as const
  if (first?.before === undefined) return { ...known, coupon: present }
  const { state, endDate, returnCount } = readLifecycle(first.before)
  const version = present.version - later.length
  return { ...known, coupon: { ...present, terms: { ...present.terms, endDate }, state, returnCount, version } }
}

function isBefore({ atMs, eventSeq }: PastMoment, removed: NonNullable<Timeline['removed']>): boolean {
  return eventSeq === undefined ? atMs < removed.beforeMs : eventSeq < removed.throughSeq
}
