import { normalisePhone } from '#domain/phone'
import type { Coupon, CouponTerms, IssuedState } from './coupon.ts'

/** Equality filters; all given ones must hold. Values are already trimmed and normalised. */
export type CouponFilter = Readonly<{
  channel?: string | undefined
  phone?: string | undefined
  cardNo?: string | undefined
  couponCode?: string | undefined
}>

export type CouponPageQuery = Readonly<{
  sellerId: string
  filter: CouponFilter
  /** 1..200 */
  pageSize: number
  /** The first page is 1. */
  pageNum: number
}>

/** One page in order of issue, and the exact number of coupons on all pages. */
export type CouponPage = Readonly<{
  coupons: readonly Coupon[]
  totalCount: number
}>

/** Reading coupons. Any page of any list costs about the same (docs/adr/0004-gapless-numbers.md). */
export interface CouponReader {
  findCouponPage(query: CouponPageQuery): Promise<CouponPage>
  /**
   * Names the page and its present content, for less than reading it costs: a page read after its tag shows at least what
   * the tag names, and while the tag is the same nothing in the page has changed.
   * @returns undefined for a page of a list too long to be checked
   */
  findPageTag(query: CouponPageQuery): Promise<string | undefined>
}

/** A coupon to be stored: its terms and, for history, its state. */
export type CouponDraft = Readonly<{ terms: CouponTerms; state: IssuedState }>

export type IssueOutcome =
  | Readonly<{ kind: 'created' }>
  /** The code exists with equal content. */
  | Readonly<{ kind: 'existing' }>
  /** The code exists with other content; nothing was changed. `fields` are the property names that differ. */
  | Readonly<{ kind: 'conflict'; fields: readonly string[] }>

/** A query with filters as the caller gave them. */
type CouponQuery = CouponPageQuery & Readonly<{ coupons: CouponReader }>

/**
 * One page of the coupons that meet all filters, in order of issue. Filters are trimmed, the phone is normalised, a
 * blank filter counts as absent.
 */
export function queryCoupons({ coupons, ...query }: CouponQuery): Promise<CouponPage> {
  return coupons.findCouponPage({ ...query, filter: tidyFilter(query.filter) })
}

/** The tag of the page that `queryCoupons` reads (see `CouponReader.findPageTag`). */
export function tagOfCoupons({ coupons, ...query }: CouponQuery): Promise<string | undefined> {
  return coupons.findPageTag({ ...query, filter: tidyFilter(query.filter) })
}

function tidyFilter(filter: CouponFilter): CouponFilter {
  const phone = filter.phone === undefined ? undefined : normalisePhone(filter.phone)
  return {
    channel: trimmedOrAbsent(filter.channel),
    phone: phone === '' ? undefined : phone,
    cardNo: trimmedOrAbsent(filter.cardNo),
    couponCode: trimmedOrAbsent(filter.couponCode),
  }
}

function trimmedOrAbsent(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}
