import type { queryCoupon, RequestOf, ResponseOf } from '@yaoquan/api'
import { refusal } from './method-result.ts'

type Query = NonNullable<RequestOf<typeof queryCoupon>['query']>
type Answer = ResponseOf<typeof queryCoupon>

export type Coupon = Answer['result']['page']['coupons'][number]

/** Equality filters; all given ones must hold. */
export type CouponFilter = Omit<Query, 'pageSize' | 'pageNum'>

/** A filter and the page wanted: 20 coupons a page from page 1 if not told. */
export type CouponQuery = CouponFilter & Readonly<{ pageSize?: number | undefined; pageNum?: number | undefined }>

export type CouponPage = Readonly<{
  /** In order of issue; empty when nothing matches or the page lies past the end. */
  coupons: readonly Coupon[]
  currentPage: number
  /** On all pages. */
  totalCount: number
  totalPage: number
  requestId: string
}>

/** The complete request for a query. */
export function couponRequest({ pageSize = 20, pageNum = 1, ...filter }: CouponQuery): RequestOf<typeof queryCoupon> {
  return { query: { pageSize, pageNum, ...filter } }
}

/**
 * The page in an answer. "Nothing found" is an empty page.
 * @throws BusinessError for any other refusal of the method
 */
export function couponPage({ result, requestId }: Answer & Readonly<{ requestId: string }>): CouponPage {
  const { success, errorCode, page } = result
  if (!success && errorCode !== 'QUERY_RESULT_EMPTY') {
    throw refusal(result, requestId)
  }
  return { ...page, requestId }
}
