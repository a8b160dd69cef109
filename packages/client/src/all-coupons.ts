import type { Coupon, CouponFilter, CouponPage, CouponQuery } from './coupon-page.ts'

const largestPage = 200

/**
 * Iterates over every matching coupon in order of issue, fetching 200 at a time. Coupons issued meanwhile come last, so
 * none is missed or repeated. Ends at the last page or at one that is not full.
 * @param queryPage fetches one page
 */
export async function* allCoupons(
  filter: CouponFilter,
  queryPage: (query: CouponQuery) => Promise<CouponPage>,
): AsyncGenerator<Coupon, void, undefined> {
  for (let pageNum = 1; ; pageNum += 1) {
    const { coupons, totalPage } = await queryPage({ ...filter, pageSize: largestPage, pageNum })
    yield* coupons
    if (coupons.length < largestPage || pageNum >= totalPage) return
  }
}
