import { normalisePhone } from '#domain/phone'
import type { CouponFilter, CouponPage, CouponReader } from './coupon-store.ts'

/** Filters as the caller gave them. */
export type CouponQuery = Readonly<{
  coupons: CouponReader
  sellerId: string
  filter: CouponFilter
  /** 1..200 */
  pageSize: number
  /** From 1. */
  pageNum: number
}>

/**
 * One page of the coupons that meet all filters, in order of issue. Filters are trimmed, the phone is normalised, a
 * blank filter counts as absent.
 */
export function queryCoupons({ coupons, sellerId, filter, pageSize, pageNum }: CouponQuery): Promise<CouponPage> {
  return coupons.findCouponPage({ sellerId, filter: tidyFilter(filter), pageSize, pageNum })
}

/** The tag of the page that `queryCoupons` reads (see `CouponReader.findPageTag`). */
export function tagOfCoupons({
  coupons,
  sellerId,
  filter,
  pageSize,
  pageNum,
}: CouponQuery): Promise<string | undefined> {
  return coupons.findPageTag({ sellerId, filter: tidyFilter(filter), pageSize, pageNum })
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
