import { type InputOf, queryCoupon, type ResponseOf } from '@yaoquan/api'
import { type Coupon, couponStatus, statusLastsUntilMs } from '#domain/coupon/coupon'
import { optionalYuan } from '#domain/coupon/coupon-draft'
import { type CouponPage, type CouponReader, queryCoupons, tagOfCoupons } from '#domain/coupon/coupon-store'
import type { ShopGroupReader } from '#domain/shops/shop-group-store'
import { expandedShops, groupsIn } from '#domain/shops/shop-list'
import { type AnswerCaching, type CallContext, InvalidInput, type Method } from './method.ts'

type Response = ResponseOf<typeof queryCoupon>
type ErpCoupon = Response['result']['page']['coupons'][number]

type Dependencies = Readonly<{ coupons: CouponReader; shops: ShopGroupReader }>

/**
 * One page of a seller's coupons; an empty one answers `success` false with QUERY_RESULT_EMPTY
 * (docs/reference/decisions.md, "querycoupon").
 */
export function queryCouponMethod({ coupons, shops }: Dependencies): Method<typeof queryCoupon> {
  const requested = ({ query }: InputOf<typeof queryCoupon>, { sellerId, operator }: CallContext) => {
    const { pageSize, pageNum } = query
    if (operator !== undefined) refuseWholeList(query)
    return { coupons, sellerId, filter: query, pageSize, pageNum }
  }
  const find = async (input: InputOf<typeof queryCoupon>, context: CallContext) => {
    const { shopsOf } = await shops.findGroups(context.sellerId)
    return withShops(await queryCoupons(requested(input, context)), shopsOf)
  }
  const caching: AnswerCaching<typeof queryCoupon> = {
    async tagOf(input, context) {
      const { tag: ofGroups } = await shops.findGroups(context.sellerId)
      const ofPage = await tagOfCoupons(requested(input, context))
      return ofPage === undefined || ofGroups === '' ? ofPage : `${ofPage} ${ofGroups}`
    },
    async respond(input, context) {
      const found = await find(input, context)
      const { nowMs } = context
      return { response: answerOf(found, input.query, nowMs), untilMs: lastsUntilMs(found, nowMs) }
    },
  }
  return {
    definition: queryCoupon,
    call: async (input, context) => answerOf(await find(input, context), input.query, context.nowMs),
    caching,
  }
}

/**
 * Operators look one member or coupon up; lists of coupons are `yaoquan.coupon.search`, which fewer roles may call.
 * @throws InvalidInput without phone, card or code
 */
function refuseWholeList({ phone, cardNo, couponCode }: InputOf<typeof queryCoupon>['query']): void {
  if ([phone, cardNo, couponCode].some((filter) => (filter ?? '').trim() !== '')) return
  throw new InvalidInput(queryCoupon.request.query.wire, {
    zh: '操作员查询时，phone、card_no、coupon_code 至少传一个',
    en: 'needs phone, card_no or coupon_code of an operator',
  })
}

type Page = Readonly<{ pageSize: number; pageNum: number }>

function answerOf(found: CouponPage, { pageSize, pageNum }: Page, nowMs: number): Response {
  const page = {
    currentPage: pageNum,
    coupons: found.coupons.map((coupon) => toErpCoupon(coupon, nowMs)),
    totalCount: found.totalCount,
    totalPage: Math.ceil(found.totalCount / pageSize),
  }
  return { result: page.coupons.length > 0 ? { page, success: true } : emptyResult(page) }
}

/** Callers know shops, and no groups of them. */
function withShops(found: CouponPage, shopsOf: ReadonlyMap<string, string>): CouponPage {
  const expanded = new Map<string, string>()
  const coupons = found.coupons.map((coupon) => {
    const { terms } = coupon
    if (terms.shop === undefined || groupsIn(terms.shop).length === 0) return coupon
    const shop = expanded.get(terms.shop) ?? expandedShops(terms.shop, shopsOf)
    expanded.set(terms.shop, shop)
    return { ...coupon, terms: { ...terms, shop } }
  })
  return { ...found, coupons }
}

function lastsUntilMs({ coupons }: CouponPage, nowMs: number): number {
  return Math.min(...coupons.map((coupon) => statusLastsUntilMs(coupon, nowMs)))
}

const [emptyRow] = queryCoupon.errorCodes

function emptyResult(page: Response['result']['page']): Response['result'] {
  const { code: errorCode, message } = emptyRow
  const result = { errorCode, errorMessage: message.zh, errorMessageEn: message.en, page, success: false }
  return result
}

/** Spreads all terms: an object without the amounts in fen, which the encoder ignores, takes three times as long. */
export function toErpCoupon(coupon: Coupon, nowMs: number): ErpCoupon {
  const { sellerId, terms } = coupon
  return {
    ...terms,
    couponAmount: optionalYuan(terms.couponAmountFen),
    orderAmount: optionalYuan(terms.orderAmountFen),
    status: couponStatus(coupon, nowMs),
    sellerId,
  }
}
