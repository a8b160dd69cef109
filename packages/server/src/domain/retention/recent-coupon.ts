import { type DateText, dayOf } from '#domain/dates'

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
