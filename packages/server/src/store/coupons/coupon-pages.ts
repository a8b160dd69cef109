import type { CouponReader } from '../../domain/coupon/coupon-store.ts'
import { findNarrowPage } from './narrow-pages.ts'
import type { PageSource } from './page-source.ts'
import { findWidePage } from './wide-pages.ts'

/** Reads pages. A wide list is all coupons of a chain or a channel; a narrow one is found by code, phone or card. */
export function createCouponReader(source: PageSource): CouponReader {
  return {
    findCouponPage(query) {
      const { phone, cardNo, couponCode } = query.filter
      const isNarrow = couponCode !== undefined || phone !== undefined || cardNo !== undefined
      return isNarrow ? findNarrowPage(source, query) : findWidePage(source, query)
    },
  }
}
