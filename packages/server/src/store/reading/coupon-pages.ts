import type { CouponPage, CouponPageQuery } from '#domain/coupon/coupon-store'
import { narrowListsOf } from './narrow-list.ts'
import { findNarrowPage } from './narrow-pages.ts'
import type { PageSource } from './page-source.ts'
import { findWidePage } from './wide-pages.ts'

/**
 * Reads a page. A wide list is all coupons of a seller or a channel; a narrow one is found by code, phone or card. Any
 * page of any list costs about the same.
 */
export async function findCouponPage(source: PageSource, query: CouponPageQuery): Promise<CouponPage> {
  const [narrowest, ...others] = narrowListsOf(query.sellerId, query.filter, source.phones)
  return narrowest === undefined ? findWidePage(source, query) : findNarrowPage(source, query, [narrowest, ...others])
}
