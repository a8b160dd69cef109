import { normalisePhone } from '#domain/phone'
import type { CouponFilter, CouponPage, CouponPageQuery, CouponReader } from './coupon-store.ts'

/** A query with filters as the caller gave them. */
export type CouponQuery = CouponPageQuery & Readonly<{ coupons: CouponReader }>

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
