import { type InputOf, searchCoupons } from '@yaoquan/api'
import { claimedVersions, claimOf } from '#domain/evaluation/holders-of-coupons'
import { searchCoupons as search } from '#domain/search/search-coupons'
import { couponFilter } from './coupon-filter.ts'
import { InvalidInput, type LifecycleDependencies, type Method } from './method.ts'
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
      const { cursor, limit = 100, newestFirst: isNewestFirst, endingFirst: isEndingFirst, ...asked } = input
      if (isEndingFirst === true) checkEndingFirst(input)
      const filter = await couponFilter(asked, (memberNo) => members.findMember(sellerId, memberNo))
      if (filter === undefined) return { result: { ...errorResult('memberNotFound'), coupons: [] } }
      const order = { isNewestFirst, isEndingFirst, cursor, limit }
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

/** Only coupons that may still expire are in the index of last days, and lists of a template, channel or member are not in its order. */
function checkEndingFirst(input: InputOf<typeof searchCoupons>): void {
  const { status, couponId, couponIds, channel, phone, cardNo, memberId, newestFirst } = input
  const others = [couponId, couponIds, channel, phone, cardNo, memberId, newestFirst || undefined]
  if (status === '0' && others.every((value) => value === undefined)) return
  throw new InvalidInput('ending_first', {
    zh: '须同传 status=0，且不与模板、渠道、会员及 newest_first 同传',
    en: 'needs status=0, and may not be sent with a template, a channel, a member or newest_first',
  })
}
