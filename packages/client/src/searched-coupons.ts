import type { RequestOf, searchCoupons } from '@yaoquan/api'
import type { ResultOf } from './method-result.ts'
import { pagesByCursor } from './pages-by-cursor.ts'

type Request = RequestOf<typeof searchCoupons>

/** Filters of a search; a coupon must match all of them. */
export type CouponSearch = Omit<Request, 'cursor' | 'limit'>

export type CouponSearchPage = ResultOf<typeof searchCoupons>
export type DetailedCoupon = CouponSearchPage['coupons'][number]

/**
 * Iterates over every matching coupon in order of issue.
 * @param searchPage fetches one page
 */
export async function* searchedCoupons(
  search: CouponSearch,
  searchPage: (request: Request) => Promise<CouponSearchPage>,
): AsyncGenerator<DetailedCoupon, void, undefined> {
  for await (const page of pagesByCursor((position) => searchPage({ ...search, ...position }))) yield* page.coupons
}
