import type { CouponStatus } from '#domain/coupon/coupon-status'
import type { DateText } from '#domain/dates'
import type { StoredCoupon } from '#domain/lifecycle/stored-coupon'

/** All given ones must hold; days are inclusive. Values are trimmed, the phone normalised. */
export type SearchFilter = Readonly<{
  /** By the clock, as a caller sees it. */
  status?: CouponStatus | undefined
  couponId?: string | undefined
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
  /** Where the page before ended; 0 from the start. Counts in the list that the filter's narrowest key makes. */
  afterPosition: number
  /** 1..1000 */
  limit: number
  nowMs: number
}>

/** A page in order of issue. It may be short, even empty, and yet have a next one: each looks at a few thousand coupons. */
export type SearchPage = Readonly<{
  coupons: readonly StoredCoupon[]
  nextPosition: number | undefined
  /** Of the whole list; only where that is exact and cheap. */
  totalCount: number | undefined
}>

/** Finding coupons by what pages cannot ask. */
export interface CouponSearcher {
  searchCoupons(search: CouponSearch): Promise<SearchPage>
}
