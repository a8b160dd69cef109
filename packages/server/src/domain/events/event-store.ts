import type { EventKind } from '@yaoquan/api/words'
import type { ChainVerdict } from '#domain/audit/audit-report'
import type { DateText } from '#domain/dates'

export type { EventKind }

/** One event of a seller. Kept until its seller's policy removes it; never contains a phone. */
export type ChainEvent = Readonly<{
  sellerId: string
  /** Gapless number within the seller, from 1. */
  eventSeq: number
  kind: EventKind
  couponCode?: string | undefined
  /** Id of the template. */
  couponId?: string | undefined
  atMs: number
  /** `app:KEY`, `operator:NAME`, `retention:NAME` or `system`. */
  actor: string
  /** The call that did it. */
  requestId?: string | undefined
  /** JSON; absent when there was nothing before. */
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

export interface EventReader {
  /**
   * The events after a number, in order, without a gap; and the number of the seller's newest event, 0 if none. Where events after the
   * number were removed, those after the removed ones.
   */
  listEvents(query: EventQuery): Promise<EventPage>
  /** The events of one coupon, in order. Empty if the seller has no such coupon. */
  listCouponEvents(sellerId: string, couponCode: string): Promise<Timeline>
  /**
   * Events of some kinds that concern no single coupon, before a number, the newest first. Continue until there is no next number: a page may be
   * short, even empty.
   */
  listSellerEvents(query: SellerEventQuery): Promise<SellerEventPage & Readonly<{ removed: RemovedEvents | undefined }>>
  /**
   * Number of the newest event before a moment, found by halving, as events follow each other in time; 0 if none. Clocks of several servers, and a
   * sandbox whose clock is moved, may disturb that order: allow for it.
   */
  findSeqBefore(sellerId: string, atMs: number): Promise<number>
  /** The events of a member, and of those merged into it, in order. */
  listMemberEvents(query: MemberEventQuery): Promise<Timeline>
  /**
   * The events of a member, of those merged into it, and of its 1,000 newest coupons, before a number, the newest first. An issue is without
   * its text.
   */
  listNewestEventsOfMember(query: NewestEventQuery): Promise<Timeline>
}

/** `beforeSeq` undefined: from the newest on. `limit`: 1..200 */
export type NewestEventQuery = Readonly<{
  sellerId: string
  memberNo: number
  beforeSeq: number | undefined
  limit: number
}>

export type SellerEventQuery = Readonly<{
  sellerId: string
  /** Undefined: the newest. */
  beforeSeq: number | undefined
  /** 1 or more, none of which is `issued` or of a single coupon. */
  kinds: readonly EventKind[]
  actor: string | undefined
  /** Only events from this moment on, epoch milliseconds; and the number after which they are. */
  fromMs?: number | undefined
  afterSeq?: number | undefined
  /** Only events before this moment, epoch milliseconds. */
  untilMs?: number | undefined
  /** 1..200 */
  limit: number
  /** How many milliseconds to search while the page is not full. */
  lookMs: number
}>

export type SellerEventPage = Readonly<{
  events: readonly ChainEvent[]
  /** Start of the next page; undefined at the end. */
  nextBeforeSeq: number | undefined
}>

/** `limit`: 1..200 */
export type MemberEventQuery = EventQuery & Readonly<{ memberNo: number; upToSeq: number }>

export type EventPage = Readonly<{
  events: readonly ChainEvent[]
  newestSeq: number
  /** Undefined unless events after the number that was given were removed. */
  removed: RemovedEvents | undefined
}>

export type Timeline = Readonly<{
  events: readonly ChainEvent[]
  /** Undefined unless events of the coupon, at least its issue, or of the member after the number that was given were removed. */
  removed: RemovedEvents | undefined
}>

/** The oldest events of a seller, which were removed by its retention policy. */
export type RemovedEvents = Readonly<{
  /** Number of the last of them. */
  throughSeq: number
  /** They are older, epoch milliseconds. */
  beforeMs: number
}>

/** Verifies that nothing was altered. */
export interface EventAuditor {
  /** Recomputes a seller's event chain and compares all data of the seller with it. */
  verifyChain(sellerId: string): Promise<ChainVerdict>
}

/** Records events of expired coupons. The status does not depend on it: expiry is computed at read (`couponStatus`). */
export interface ExpiryRecorder {
  /**
   * Appends an `expired` event for unused coupons whose last usable day is `day` or earlier and that have none yet. A coupon that an
   * order still holds is left until the hold ends.
   * @param limit 1..1000, the most in one call
   * @returns how many coupons were due, including those another server recorded first; 0 means none are left
   */
  recordExpired(sellerId: string, day: DateText, limit: number, nowMs: number): Promise<number>
}

/** Appends events that belong to no coupon and no template. */
export interface NoticeRecorder {
  recordNotice(notice: Notice): Promise<void>
}

export type Notice = Readonly<{
  sellerId: string
  kind: 'alarm' | 'exported' | 'unmasked' | 'app' | 'webhook' | 'job' | 'shadow_route'
  atMs: number
  /** `operator:NAME` or `system`. */
  actor: string
  /** The call that did it. */
  requestId?: string | undefined
  /** JSON; of a member it has the id at most. */
  after: string
}>
