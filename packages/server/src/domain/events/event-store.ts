import type { ChainVerdict } from '#domain/audit/audit-report'
import type { DateText } from '#domain/dates'

export type EventKind =
  | 'issued'
  | 'held'
  | 'released'
  | 'redeemed'
  | 'returned'
  | 'voided'
  | 'expired'
  | 'template_saved'
  | 'template_closed'

/** One thing that happened in a seller. Kept for good; never carries a phone. */
export type ChainEvent = Readonly<{
  sellerId: string
  /** Gapless number in the seller, from 1. */
  eventSeq: number
  kind: EventKind
  couponCode?: string | undefined
  /** Id of the template. */
  couponId?: string | undefined
  atMs: number
  /** `app:KEY`, `operator:NAME` or `system`. */
  actor: string
  /** The call that did it. */
  requestId?: string | undefined
  /** JSON; absent for what was not there before. */
  before?: string | undefined
  /** JSON. */
  after?: string | undefined
  /** SHA-256 in hex over the hash before it and the event. Coupons issued together share one. */
  hash: string
}>

export type EventQuery = Readonly<{
  sellerId: string
  /** 0 for the first event. */
  afterSeq: number
  /** 1..1000 */
  limit: number
}>

/** Reading what happened. */
export interface EventReader {
  /** The events after a number, in order, without a gap; and the number of the seller's newest event, 0 if none. */
  listEvents(query: EventQuery): Promise<EventPage>
  /** Everything that happened to one coupon, in order. Empty if the seller has no such coupon. */
  listCouponEvents(sellerId: string, couponCode: string): Promise<readonly ChainEvent[]>
}

export type EventPage = Readonly<{ events: readonly ChainEvent[]; newestSeq: number }>

/** Proving that nothing was altered. */
export interface EventAuditor {
  /** Recomputes a seller's event chain and compares everything that is kept of the seller with it. */
  verifyChain(sellerId: string): Promise<ChainVerdict>
}

/** Telling of coupons that expired. Status never waits for it: expiry is computed at read (coupon-status.ts). */
export interface ExpiryRecorder {
  /**
   * Appends an `expired` event for unused coupons whose last usable day is `day` or earlier and of which it was not
   * told yet. A coupon that an order still holds is left until the hold ends.
   * @param limit 1..1000, the most in one call
   * @returns how many were due, whether they were told of here or by another just then; 0 when none is left
   */
  recordExpired(sellerId: string, day: DateText, limit: number, nowMs: number): Promise<number>
}
