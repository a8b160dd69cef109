import { listOf, number, object, objects, text } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { eventFields, eventsRemovedBefore } from './coupon-event.ts'
import { couponTermsFields } from './coupon-template.ts'
import { erpCouponFields, furtherCouponFields } from './erp-coupon.ts'
import { resultOf } from './write-fields.ts'

/** What uses a coupon: its order, hold and redemption. */
const usageFields = {
  orderId: text('order_id', 'SO-1001', '使用或占用该券的订单', 'Order that used or holds the coupon'),
  heldUntil: text('held_until', '2026-11-24 22:44:00', '占用到期时间', 'Expiry of the hold (GMT+8)'),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id'),
  usedAt: text('used_at', '2026-11-24 22:29:00', '使用时间', 'Time of use (GMT+8)'),
  usedShop: text('used_shop', '01', '使用门店', 'Shop where the coupon was used'),
} as const

/** The fields of a coupon with the version of its template, its order, hold and redemption. */
export const detailedCouponFields = {
  ...erpCouponFields,
  ...furtherCouponFields,
  templateVersion: number(
    'template_version',
    1,
    '领取时的模板版本；他处发放的券没有',
    'Version of the template at the claim; absent for coupons issued elsewhere',
    { min: 1, max: 1_000_000_000 },
  ),
  ...usageFields,
} as const

/** Paths of the usage of the coupon at a path, for `answerOmits`: the sample answer shows an unused coupon. */
export function omittedUsage(path: string): readonly string[] {
  return Object.keys(usageFields).map((property) => `${path}.${property}`)
}

/** A coupon, the terms of its template at the claim, and all its events. */
export const couponWithEvents = {
  coupon: object('coupon', { typeName: 'DetailedCoupon', fields: detailedCouponFields }, '优惠券', 'The coupon'),
  terms: object(
    'terms',
    { typeName: 'CouponTerms', fields: couponTermsFields },
    '领取时的模板条款；他处发放的券没有',
    'Terms of its template at the claim; absent for coupons issued elsewhere',
  ),
  timeline: listOf(
    'timeline',
    objects('coupon_event', 'CouponEvent', eventFields),
    '该券的全部事件，按时间排列',
    'All events of the coupon, oldest first',
  ),
  eventsRemovedBefore,
} as const

export const getCoupon = defineMethod({
  name: 'yaoquan.coupon.get',
  title: { zh: '查询一张优惠券', en: 'Get a coupon' },
  description: {
    zh: '查询一张优惠券、其领取时的模板条款及全部事件',
    en: 'Queries one coupon, the terms of its template at the claim, and all its events',
  },
  ...reads(category.coupons),
  examples: { couponCode: 'SAMPLE-GET', phone: '13800200013', cardNo: '700000013' },
  request: {
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
  },
  ...resultOf('GetCouponResult', couponWithEvents, [...omittedUsage('result.coupon')]),
  errorCodes: [businessErrors.couponNotFound, businessErrors.couponNotClaimed],
})
