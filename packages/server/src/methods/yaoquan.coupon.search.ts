import { searchCoupons } from '@yaoquan/api'
import { claimedVersions, claimOf } from '#domain/evaluation/terms-of-coupons'
import { searchCoupons as search } from '#domain/search/search-coupons'
import { couponFilter } from './coupon-filter.ts'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toCouponTerms } from './template-result.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

/** Time limit for a page that does not fill, in milliseconds: callers get an answer within a second and continue with the cursor. */
const lookMs = 500

/** Coupons by status, template, dates, shop and member, page by page. */
export function searchCouponsMethod({
  searcher,
  shops,
  templates,
  members,
}: Pick<LifecycleDependencies, 'searcher' | 'shops' | 'templates' | 'members'>): Method<typeof searchCoupons> {
  return {
    definition: searchCoupons,
    async call(input, { sellerId, nowMs }) {
      const { cursor, limit = 100, newestFirst: isNewestFirst, ...asked } = input
      const filter = await couponFilter(asked, (memberNo) => members.findMember(sellerId, memberNo))
      if (filter === undefined) return { result: { ...errorResult('memberNotFound'), coupons: [] } }
      const order = { isNewestFirst, cursor, limit }
      const page = await search({ coupons: searcher, shops, sellerId, filter, ...order, nowMs, lookMs })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), coupons: [] } }
      const { nextCursor, totalCount } = page
      const coupons = page.coupons.map((coupon) => toDetailedCoupon(coupon, nowMs))
      const found = await templates.findVersions(sellerId, claimedVersions(page.coupons.map(claimOf)))
      const terms = found.length === 0 ? undefined : found.map(toCouponTerms)
      return { result: { coupons, terms, nextCursor, totalCount, success: true } }
    },
  }
}
