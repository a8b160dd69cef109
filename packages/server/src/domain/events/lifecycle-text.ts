import type { CouponState } from '#domain/coupon/coupon'
import { type DateText, momentText } from '#domain/dates'
import type { ChainEvent, Timeline } from './event-store.ts'

/** The part of a coupon that lifecycle steps change. The rest of its terms stays as issued. */
export type CouponLifecycle = Readonly<{
  state: CouponState
  /** Last usable day, which a return may change. */
  endDate: DateText | undefined
  returnCount: number
}>

/** What an event says of its step besides the coupon. */
export type StepFacts = Readonly<{
  /** Why it was returned or voided, as the caller gave it. */
  reason?: string | undefined
  /** What a redemption took off its order, also where it is returned. */
  amounts?: Readonly<{ offFen: number; split: string }> | undefined
  /** For a return after partial returns of the same redemption: what was left of `offFen`. */
  takenBackFen?: number | undefined
  /** What the order of a redemption costs before coupons; only with the first one of the order. */
  orderFen?: number | undefined
  /** Terms of a redeemed coupon that were taken as fulfilled, since the order did not say enough to judge them. */
  unjudged?: readonly string[] | undefined
}>

/**
 * The text of a coupon in events, before and after a step: JSON with the names of the wire.
 * @param step what the event says of the step besides
 */
export function lifecycleText(lifecycle: CouponLifecycle, facts: StepFacts = {}): string {
  const { reason, amounts, takenBackFen, orderFen, unjudged } = facts
  const { state, endDate, returnCount } = lifecycle
  return JSON.stringify({
    ...stateMembers(state),
    end_date: endDate,
    return_count: returnCount === 0 ? undefined : returnCount,
    reason,
    off_fen: amounts?.offFen,
    split: amounts?.split,
    taken_back_fen: takenBackFen === amounts?.offFen ? undefined : takenBackFen,
    order_fen: orderFen,
    not_judged: unjudged,
  })
}

/** The same for an expired coupon: expiry is not a state, but the clock applied to an unused coupon. */
export function expiredText(lifecycle: CouponLifecycle): string {
  return JSON.stringify({ ...JSON.parse(lifecycleText({ ...lifecycle, state: { kind: 'unused' } })), state: 'expired' })
}

/**
 * A text of an event for readers: moments are stored in milliseconds and shown as everywhere on the wire, `yyyy-MM-dd HH:mm:ss` in GMT+8.
 * Quotes within texts are escaped, so a caller's text is never taken for a moment.
 */
export function shownLifecycleText(text: string): string {
  return text.replace(/"(held_until|redeemed_at)_ms":(\d+)/g, (_whole, name: string, ms: string) => {
    return `"${name}":"${momentText(Number(ms))}"`
  })
}

/** Reads what an event says of amounts. @param text as `lifecycleText` wrote it */
export function readAmounts(text: string): StepFacts['amounts'] {
  const { off_fen: offFen, split }: Readonly<{ off_fen?: number; split?: string }> = JSON.parse(text)
  return offFen === undefined || split === undefined ? undefined : { offFen, split }
}

/** Reads what a return took back of a coupon, fen; undefined if that is not known. @param text as `lifecycleText` wrote it */
export function readTakenBackFen(text: string): number | undefined {
  const members: Readonly<{ off_fen?: number; taken_back_fen?: number }> = JSON.parse(text)
  return members.taken_back_fen ?? members.off_fen
}

/** Reads what an event says of the amount of an order. @param text as `lifecycleText` wrote it */
export function readOrderFen(text: string): number | undefined {
  const { order_fen: orderFen }: Readonly<{ order_fen?: number }> = JSON.parse(text)
  return orderFen
}

/** Reads what `lifecycleText` wrote. @throws TypeError for anything else */
export function readLifecycle(text: string): CouponLifecycle {
  const members: LifecycleMembers = JSON.parse(text)
  return { state: readState(members), endDate: members.end_date, returnCount: members.return_count ?? 0 }
}

type LifecycleMembers = Readonly<{
  state: string
  order_id?: string
  held_until_ms?: number
  redemption_id?: string
  redeemed_at_ms?: number
  shop?: string
  end_date?: string
  return_count?: number
}>

function stateMembers(state: CouponState): LifecycleMembers {
  if (state.kind === 'held') return { state: 'held', order_id: state.orderId, held_until_ms: state.untilMs }
  if (state.kind !== 'used' || state.redemption === undefined) return { state: state.kind }
  const { redemptionId, orderId, atMs, shop } = state.redemption
  const members = { state: 'used', order_id: orderId, redemption_id: redemptionId, redeemed_at_ms: atMs }
  return shop === undefined ? members : { ...members, shop }
}

function readState(members: LifecycleMembers): CouponState {
  const { order_id: orderId, held_until_ms: untilMs, redemption_id: redemptionId, redeemed_at_ms: atMs } = members
  switch (members.state) {
    case 'unused':
    case 'void':
      return { kind: members.state }
    case 'held':
      if (orderId !== undefined && untilMs !== undefined) return { kind: 'held', orderId, untilMs }
      break
    case 'used':
      if (redemptionId === undefined) return { kind: 'used' }
      if (orderId === undefined || atMs === undefined) break
      return { kind: 'used', redemption: { redemptionId, orderId, atMs, shop: members.shop } }
  }
  throw new TypeError(`no state of a coupon: ${members.state}`)
}

/** An event with its moments as text, as in answers and webhook deliveries. */
type ShownEvent = Omit<ChainEvent, 'atMs'> & Readonly<{ at: string }>

export function shownEvent({ atMs, before, after, ...event }: ChainEvent): ShownEvent {
  return {
    ...event,
    at: momentText(atMs),
    before: before === undefined ? undefined : shownLifecycleText(before),
    after: after === undefined ? undefined : shownLifecycleText(after),
  }
}

/** The events of a coupon as in answers, and since when they are kept. */
export function shownTimeline({ events, removed }: Timeline): ShownTimeline {
  return { timeline: events.map(shownEvent), eventsRemovedBefore: removed && momentText(removed.beforeMs) }
}

type ShownTimeline = Readonly<{ timeline: ShownEvent[]; eventsRemovedBefore: string | undefined }>
