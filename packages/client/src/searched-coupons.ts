import type { RequestOf, searchCoupons } from '@yaoquan/api'
import type { ResultOf } from './method-result.ts'

type Request = RequestOf<typeof searchCoupons>

/** All given ones must hold. */
export type CouponSearch = Omit<Request, 'cursor' | 'limit'>

export type CouponSearchPage = ResultOf<typeof searchCoupons>
export type DetailedCoupon = CouponSearchPage['coupons'][number]

const largestPage = 200

/**
 * Every coupon that matches, in order of issue. A page may be short or empty while there are more: a search looks at a
 * bounded number of coupons at a time, so only a missing cursor ends it.
 */
export async function* searchedCoupons(
  search: CouponSearch,
  searchPage: (request: Request) => Promise<CouponSearchPage>,
): AsyncGenerator<DetailedCoupon, void, undefined> {
  let cursor: string | undefined
  do {
    const page = await searchPage({ ...search, limit: largestPage, cursor })
    yield* page.coupons
    cursor = page.nextCursor
  } while (cursor !== undefined)
}
