import { type InputOf, searchCoupons } from '@yaoquan/api'
import { isCalendarDay } from '#domain/dates'
import { claimedVersions } from '#domain/evaluation/terms-of-coupons'
import type { SearchFilter } from '#domain/search/coupon-search'
import { searchCoupons as search } from '#domain/search/search-coupons'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { toCouponTerms } from './template-result.ts'
import { toDetailedCoupon } from './yaoquan.coupon.get.ts'

type Input = InputOf<typeof searchCoupons>

/** Coupons by status, template, dates, shop and member, page by page. */
export function searchCouponsMethod({
  searcher,
  shops,
  templates,
}: LifecycleDependencies): Method<typeof searchCoupons> {
  return {
    definition: searchCoupons,
    async call(input, { sellerId, nowMs }) {
      const { cursor, limit = 100 } = input
      const page = await search({ coupons: searcher, shops, sellerId, filter: filterOf(input), cursor, limit, nowMs })
      if (page.kind === 'invalid-cursor') return { result: { ...errorResult('invalidCursor'), coupons: [] } }
      const { nextCursor, totalCount } = page
      const coupons = page.coupons.map((coupon) => toDetailedCoupon(coupon, nowMs))
      const found = await templates.findVersions(sellerId, claimedVersions(page.coupons))
      const terms = found.length === 0 ? undefined : found.map(toCouponTerms)
      return { result: { coupons, terms, nextCursor, totalCount, success: true } }
    },
  }
}

const days = [
  'issuedFrom',
  'issuedTo',
  'startFrom',
  'startTo',
  'endFrom',
  'endTo',
  'usedFrom',
  'usedTo',
] as const satisfies readonly (keyof Input)[]

function filterOf({ cursor: _cursor, limit: _limit, ...filter }: Input): SearchFilter {
  for (const day of days) {
    const text = filter[day]
    if (text !== undefined && !isCalendarDay(text)) {
      throw new InvalidInput(searchCoupons.request[day].wire, '应为 YYYY-MM-DD 格式的有效日期')
    }
  }
  return filter
}
