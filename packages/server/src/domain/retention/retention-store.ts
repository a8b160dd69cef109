import { type DateText, dayOf } from '#domain/dates'

/** What may be removed by its age. */
export type RetentionKind = 'request' | 'member' | 'event'

/** Days after which data is removed, by what it is; undefined: it is kept forever. */
export type RetentionDays = Readonly<Record<RetentionKind, number | undefined>>

/** In the order in which a pass removes them. */
export const retentionKinds: readonly RetentionKind[] = ['request', 'member', 'event']

export const everythingKept: RetentionDays = { request: undefined, member: undefined, event: undefined }

/** How long a seller's data is kept. */
export type RetentionPolicy = Readonly<{
  days: RetentionDays
  /** Epoch milliseconds. */
  setAtMs: number
  /** When the next pass is due, epoch milliseconds. */
  nextPassMs: number
}>

/** Shorter periods that a person set at the console. They take effect a day later, unless somebody cancels them. */
export type WaitingRetention = Readonly<{
  /** Only the kinds that become shorter. */
  days: Readonly<Partial<Record<RetentionKind, number>>>
  /** Actor of the last request, `operator:NAME`. */
  askedBy: string
  /** Epoch milliseconds. */
  askedAtMs: number
  /** When they take effect, epoch milliseconds. */
  dueMs: number
}>

/** A seller whose shorter periods take effect at a moment. */
export type RetentionDue = Readonly<{ sellerId: string; dueMs: number }>

export interface RetentionReader {
  /** Undefined for a seller that never had one. */
  findPolicy(sellerId: string): Promise<RetentionPolicy | undefined>
  findWaiting(sellerId: string): Promise<WaitingRetention | undefined>
  /** What a pass would remove now; nothing is changed. */
  preview(kind: RetentionKind, query: PreviewQuery): Promise<RemovalPreview>
}

export type PreviewQuery = Readonly<{
  sellerId: string
  /** What is older is removed, epoch milliseconds. */
  beforeMs: number
  /** Statements at most, each over some thousand rows: for callers who wait. Undefined: until everything is counted. */
  mostStatements?: number | undefined
}>

/** Request numbers, members or events that a pass would remove. What is not known of a kind is undefined. */
export type RemovalPreview = Readonly<{
  count: number
  /** How many stay. */
  kept: number | undefined
  /** Bytes of their values, without indexes. */
  bytes: number | undefined
  /** Time of the oldest that would be removed, epoch milliseconds. */
  oldestMs: number | undefined
  /** Whether everything was counted; otherwise there may be more. */
  isWhole: boolean
}>

/** A seller's pass of one server. Another server takes it over once it is due again. */
export type RetentionLease = Readonly<{
  sellerId: string
  /** All undefined: only removals that an interrupted pass did not report are left to report. */
  days: RetentionDays
  /** Names the lease: the moment from which it may be taken. */
  dueMs: number
}>

export type RemovalStep = Readonly<{
  lease: RetentionLease
  kind: RetentionKind
  /** End of the step before; '' for the first one. */
  after: string
  /** What is older is removed, epoch milliseconds. */
  beforeMs: number
  nowMs: number
}>

/** `next` is the start of the next step; undefined if nothing of the kind is left to remove. */
export type Removed = Readonly<{ removed: number; next: string | undefined }>

/** Removes what is older than the policies say. Of two servers that do it at the same time, one has the lease of a seller. */
export interface RetentionWork {
  /**
   * Leases of the sellers that have a policy, or removals to report.
   * @throws Error when the policies were altered outside of this program; nothing may be removed then
   */
  listLeases(): Promise<readonly RetentionLease[]>
  /**
   * Sellers whose shorter periods wait.
   * @throws Error when they were altered outside of this program; none may take effect then
   */
  listWaiting(): Promise<readonly RetentionDue[]>
  /** Takes a lease, or keeps it, until `untilMs`. @returns undefined when another server took it or the policy was changed */
  takeLease(lease: RetentionLease, untilMs: number): Promise<RetentionLease | undefined>
  /** Looks at what comes next and removes what is too old, in a few milliseconds. @returns undefined when the lease is lost */
  remove(step: RemovalStep): Promise<Removed | undefined>
  /** Appends a `retention` event if anything was removed since the last one, and ends the lease. */
  endLease(lease: RetentionLease, times: Readonly<{ nowMs: number; nextPassMs: number }>): Promise<void>
}

/** What tells when a member last did something with a coupon. */
export type LivedCoupon = Readonly<{
  isUsed: boolean
  isVoid: boolean
  /** Its last usable day. */
  endDate: DateText | undefined
  issuedAtMs: number
  usedAtMs: number | undefined
}>

/**
 * Whether a coupon was issued, used or usable since a moment. One in no order counts until its last usable day, which is
 * not before any hold, release or return. `unknown`: a void one without that day; only its events tell.
 */
export function isRecentCoupon(
  { isUsed, isVoid, endDate, issuedAtMs, usedAtMs = 0 }: LivedCoupon,
  sinceMs: number,
): boolean | 'unknown' {
  if (issuedAtMs >= sinceMs || usedAtMs >= sinceMs) return true
  if (isUsed) return false
  if (endDate === undefined) return isVoid ? 'unknown' : true
  return endDate >= dayOf(sinceMs)
}
