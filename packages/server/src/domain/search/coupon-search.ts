import type { CouponStatus } from '#domain/coupon/coupon'
import type { DateText } from '#domain/dates'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'

/** All given ones must hold; days are inclusive. Values are trimmed, the phone normalised. */
export type SearchFilter = Readonly<{
  /** Status that callers see; expiry follows from the clock. */
  status?: CouponStatus | undefined
  couponId?: string | undefined
  /** Coupons of any of these templates. Absent with `couponId`. */
  couponIds?: readonly string[] | undefined
  channel?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
  /** Usable in this shop: the coupon names it, or names none. */
  shop?: string | undefined
  issuedFrom?: DateText | undefined
  issuedTo?: DateText | undefined
  startFrom?: DateText | undefined
  startTo?: DateText | undefined
  endFrom?: DateText | undefined
  endTo?: DateText | undefined
  usedFrom?: DateText | undefined
  usedTo?: DateText | undefined
}>

export type CouponSearch = Readonly<{
  sellerId: string
  filter: SearchFilter
  /** Newest coupon first; default: in order of issue. */
  isNewestFirst?: boolean | undefined
  /**
   * The soonest to end first, of those that may still expire: what has a last day and is not used. Only with the status 0, and without a
   * template, channel or member.
   */
  isEndingFirst?: boolean | undefined
  /** Position where the page before ended, in the list of the filter's narrowest key; at the start 0, or of the newest first the greatest. */
  afterPosition: number
  /** Whether it follows another page. */
  isContinued: boolean
  /** 1..1000 */
  limit: number
  nowMs: number
  /** How many milliseconds to search while the page is not full; absent: only a few thousand coupons are examined. */
  lookMs?: number | undefined
}>

/** A page in the order of the search. It may be short, even empty, and still have a next one: each examines some coupons, not all. */
export type SearchPage = Readonly<{
  coupons: readonly StoredCoupon[]
  nextPosition: number | undefined
  /** Count of the whole list; present only where it is exact and cheap. */
  totalCount: number | undefined
  /**
   * The filter has a phone and a card that do not name one member, so only coupons with both are found
   * (docs/adr/0021-members.md).
   */
  mustHaveBoth: boolean
}>

/** Finds coupons by filters that `querycoupon` does not have. */
export interface CouponSearcher {
  searchCoupons(search: CouponSearch): Promise<SearchPage>
}
