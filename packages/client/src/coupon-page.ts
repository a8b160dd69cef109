import type { queryCoupon, RequestOf, ResponseOf } from '@yaoquan/api'
import { refusal } from './method-result.ts'

type Query = NonNullable<RequestOf<typeof queryCoupon>['query']>
type Answer = ResponseOf<typeof queryCoupon>

export type Coupon = Answer['result']['page']['coupons'][number]

/** Equality filters; a coupon must match all of them. */
export type CouponFilter = Omit<Query, 'pageSize' | 'pageNum'>

/** A filter and a page; default: page 1 with 20 coupons per page. */
export type CouponQuery = CouponFilter & Readonly<{ pageSize?: number | undefined; pageNum?: number | undefined }>

export type CouponPage = Readonly<{
  /** In order of issue; empty if nothing matches or the page is past the last one. */
  coupons: readonly Coupon[]
  currentPage: number
  /** Number of coupons on all pages. */
  totalCount: number
  totalPage: number
  requestId: string
}>

/** The request of a query, with the defaults filled in. */
export function couponRequest({ pageSize = 20, pageNum = 1, ...filter }: CouponQuery): RequestOf<typeof queryCoupon> {
  return { query: { pageSize, pageNum, ...filter } }
}

/**
 * Reads the page of an answer; `QUERY_RESULT_EMPTY` gives an empty page.
 * @throws BusinessError for any other refusal of the method
 */
export function couponPage({ result, requestId }: Answer & Readonly<{ requestId: string }>): CouponPage {
  const { success, errorCode, page } = result
  if (!success && errorCode !== 'QUERY_RESULT_EMPTY') {
    throw refusal(result, requestId)
  }
  return { ...page, requestId }
}
