import type { DateText } from '#domain/dates'
import type { MemberNumber } from '#domain/members/member'

/** How many coupons of a template were claimed in all, and on the newest day on which any was. */
export type ClaimCount = Readonly<{ total: number; day: DateText; onDay: number }>

/** The member that claims are counted for, or the phone that names no member. */
export type CountedBy =
  | Readonly<{ kind: 'member'; memberNo: MemberNumber }>
  | Readonly<{ kind: 'phone'; phoneRef: number }>

/** Claims that are counted in the rows of coupons, where there is no counter yet. */
export type ClaimsOf =
  | CountedBy
  | Readonly<{ kind: 'template' }>
  /** Claims by the cards of a member only. */
  | Readonly<{ kind: 'cards'; memberNo: MemberNumber }>

export type ClaimLimits = Readonly<{ total: number | undefined; onDay: number | undefined }>

/** What is counted before the first claim. @param today the day on which the count begins */
export function noClaimsOn(today: DateText): ClaimCount {
  return { total: 0, day: today, onDay: 0 }
}

/** How many more may be claimed on a day; infinite without a limit. */
export function leftOf(count: ClaimCount, limits: ClaimLimits, today: DateText): number {
  const { total = Number.POSITIVE_INFINITY, onDay = Number.POSITIVE_INFINITY } = limits
  return Math.max(0, Math.min(total - count.total, onDay - claimedOn(count, today)))
}

/** What was claimed on a day. A day before the counted one (a clock that lags) counts as the counted one. */
export function claimedOn({ day, onDay }: ClaimCount, today: DateText): number {
  return day >= today ? onDay : 0
}

/** What is counted after a claim. */
export function countAfter(count: ClaimCount, claimed: number, today: DateText): ClaimCount {
  const isNewDay = count.day < today
  return {
    total: count.total + claimed,
    day: isNewDay ? today : count.day,
    onDay: (isNewDay ? 0 : count.onDay) + claimed,
  }
}
