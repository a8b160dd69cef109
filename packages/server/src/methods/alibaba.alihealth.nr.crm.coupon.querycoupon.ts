import { queryCoupon, type ResponseOf } from '@yaoquan/api'
import type { Coupon } from '#domain/coupon/coupon'
import { rawCouponOf } from '#domain/coupon/coupon-draft'
import { statusLastsUntilMs } from '#domain/coupon/coupon-status'
import type { CouponPage, CouponReader } from '#domain/coupon/coupon-store'
import { queryCoupons, tagOfCoupons } from '#domain/coupon/query-coupons'
import type { AnswerCaching, Method } from './method.ts'

type Response = ResponseOf<typeof queryCoupon>
type ErpCoupon = Response['result']['page']['coupons'][number]

/**
 * One page of a seller's coupons; an empty one answers `success` false with QUERY_RESULT_EMPTY
 * (docs/reference/decisions.md, "querycoupon").
 */
export function queryCouponMethod({ coupons }: { coupons: CouponReader }): Method<typeof queryCoupon> {
  const caching: AnswerCaching<typeof queryCoupon> = {
    tagOf: ({ query }, { sellerId }) => tagOfCoupons({ coupons, sellerId, filter: query, ...pageOf(query) }),
    async respond({ query }, { sellerId, nowMs }) {
      const found = await queryCoupons({ coupons, sellerId, filter: query, ...pageOf(query) })
      return { response: answerOf(found, query, nowMs), untilMs: lastsUntilMs(found, nowMs) }
    },
  }
  return {
    definition: queryCoupon,
    call: async (input, context) => (await caching.respond(input, context)).response,
    caching,
  }
}

type Page = Readonly<{ pageSize: number; pageNum: number }>

function pageOf({ pageSize, pageNum }: Page): Page {
  return { pageSize, pageNum }
}

function answerOf(found: CouponPage, { pageSize, pageNum }: Page, nowMs: number): Response {
  const page = {
    currentPage: pageNum,
    coupons: found.coupons.map((coupon) => toErpCoupon(coupon, nowMs)),
    totalCount: found.totalCount,
    totalPage: Math.ceil(found.totalCount / pageSize),
  }
  return { result: page.coupons.length > 0 ? { page, success: true } : emptyResult(page) }
}

function lastsUntilMs({ coupons }: CouponPage, nowMs: number): number {
  return Math.min(...coupons.map((coupon) => statusLastsUntilMs(coupon, nowMs)))
}

const [emptyRow] = queryCoupon.errorCodes

function emptyResult(page: Response['result']['page']): Response['result'] {
  return { errorCode: emptyRow.code, errorMessage: emptyRow.message.zh, page, success: false }
}

export function toErpCoupon(coupon: Coupon, nowMs: number): ErpCoupon {
  return { ...rawCouponOf(coupon, nowMs), sellerId: coupon.sellerId }
}
