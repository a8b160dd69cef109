import {
  evaluateBasket,
  explainCoupon,
  type Fields,
  getCoupon,
  methods,
  queryCoupon,
  searchCoupons,
  syncOrder,
  uploadRedemption,
} from '@yaoquan/api'
import type { RawCoupon } from '#domain/coupon/coupon-draft'
import { addDays, type DateText } from '#domain/dates'

/** Coupons of samples that name no coupon in their request. */
export const returnedCode = 'SAMPLE-RETURN'
export const redeemedCode = 'SAMPLE-REDEMPTION'
export const goodsCode = 'SAMPLE-GOODS'

const query = queryCoupon.request.query.fields
const order = syncOrder.request.order.fields

/** The coupons that samples name, usable for the next half year. One fits all filters of the page of querycoupon. */
export function sampleCoupons(today: DateText): readonly RawCoupon[] {
  const base = {
    couponId: 'SAMPLE',
    couponName: '满199减99',
    couponAmount: '99',
    orderAmount: '199',
    channel: query.channel.example,
    description: '全场通用',
    startDate: addDays(today, -30),
    endDate: addDays(today, 180),
    billDate: addDays(today, -30),
  }
  const { phone, cardNo, couponId } = searchCoupons.request
  const special: readonly RawCoupon[] = [
    {
      ...base,
      couponId: '11',
      couponCode: query.couponCode.example,
      phone: query.phone.example,
      cardNo: query.cardNo.example,
    },
    {
      ...base,
      couponName: order.coupons.item.fields.couponName.example,
      couponAmount: '50',
      orderAmount: '0',
      // The order of the page is of 2017.
      startDate: '2017-01-01',
      billDate: '2017-01-01',
      couponCode: order.coupons.item.fields.couponCode.example,
      phone: order.phone.example,
      cardNo: order.cardNo.example,
    },
    {
      ...base,
      couponId: couponId.example,
      couponCode: 'SAMPLE-SEARCH',
      phone: phone.example,
      cardNo: cardNo.example,
      shop: '01,02',
    },
    { ...base, couponCode: getCoupon.request.couponCode.example, phone: '13800200013', cardNo: '700000013' },
    {
      ...base,
      couponCode: evaluateBasket.request.couponCodes.item.example,
      phone: evaluateBasket.request.phone.example,
      cardNo: evaluateBasket.request.cardNo.example,
    },
    { ...base, couponCode: explainCoupon.request.couponCode.example, couponName: '满299减99', orderAmount: '299' },
    // Redeemed by a till long before it is imported here.
    { ...base, couponCode: uploadRedemption.request.coupons.item.fields.couponCode.example, startDate: '2026-11-01' },
  ]
  const made = new Set(special.map(({ couponCode }) => couponCode))
  const usual = new Set([...codesOfRequests(), returnedCode, redeemedCode, goodsCode])
  const others = [...usual].filter((couponCode) => !made.has(couponCode))
  return [...special, ...others.map((couponCode) => ({ ...base, couponCode }))]
}

/** What requests name as their coupon: a method with an example of its own, `SAMPLE-…`, gets a coupon by that. */
function codesOfRequests(): readonly string[] {
  return Object.values(methods)
    .flatMap(({ request }: Readonly<{ request: Fields }>) => {
      const { couponCode: one, couponCodes: several } = request
      return [
        ...(one?.kind === 'text' ? [one.example] : []),
        ...(several?.kind === 'list' && several.item.kind === 'text' ? [several.item.example] : []),
      ]
    })
    .filter((code) => code.startsWith('SAMPLE-'))
}
