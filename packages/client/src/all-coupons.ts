import type { Coupon, CouponFilter, CouponPage, CouponQuery } from './coupon-page.ts'

const largestPage = 200

/**
 * Every coupon that matches, page after page, in order of issue. The order is ascending, so coupons issued meanwhile
 * come at the end and none is missed or repeated. Ends at the last page, or at one that
 * is not full.
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
