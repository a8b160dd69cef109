import { list, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, outRequestNo, resultOf } from './write-fields.ts'

const { orderId, time, date, shops, categories, missingAmount, coveredAmount, besideCode } = refusalFacts
const facts = { orderId, time, date, shops, categories, missingAmount, coveredAmount, besideCode } as const

const line = {
  category: text('category', '1001', '品类', 'Category', { required: true, maxLength: 64 }),
  amount: text('amount', '199.00', '该品类金额，元', 'Amount of this category in yuan', {
    required: true,
    maxLength: 16,
  }),
} as const

const redemption = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
} as const

/** Redeems one coupon, or several on one order: all of them or none. Of concurrent calls for a coupon one succeeds. */
export const redeemCoupon = defineMethod({
  name: 'yaoquan.coupon.redeem',
  title: { zh: '核销优惠券', en: 'Redeem coupons' },
  description: {
    zh: '核销一张优惠券，或同一订单的多张（全部成功或全部失败）；coupon_code 与 coupon_codes 传其一',
    en: 'Redeems one coupon, or several of one order (all succeed or all fail); send coupon_code or coupon_codes',
  },
  category: { zh: '药券-优惠券', en: 'Yaoquan coupons' },
  scope: 'seller',
  effect: 'write',
  request: {
    outRequestNo: outRequestNo('REDEEM-20261124-0001'),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { maxLength: 64 }),
    couponCodes: list(
      'coupon_codes',
      { itemTag: 'string', item: { kind: 'text', example: '111aaa', maxLength: 64 } },
      '多张优惠券code，逗号分隔',
      'Coupon codes, comma-separated',
      { minItems: 1, maxItems: 20 },
    ),
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
    shop: text('shop', '01', '门店', 'Shop', { maxLength: 64 }),
    orderAmount: text('order_amount', '199.00', '订单金额，元', 'Order amount in yuan', { maxLength: 16 }),
    lines: list(
      'lines',
      { itemTag: 'order_line', item: { kind: 'object', typeName: 'OrderLine', fields: line } },
      '各品类金额，JSON数组',
      'Amounts per category, a JSON array',
      { maxItems: 200 },
    ),
    redeemedAt: text(
      'redeemed_at',
      '2026-11-24 21:05:00',
      '离线核销的实际时间，72小时内',
      'Actual time of an offline redemption (GMT+8), within the last 72 hours',
      { maxLength: 19 },
    ),
  },
  sampleOmits: ['couponCodes', 'redeemedAt'],
  ...resultOf(
    'RedeemResult',
    {
      alreadyDone,
      couponCode: text('coupon_code', '111aaa', '失败的优惠券code', 'Code of the refused coupon'),
      ...facts,
      redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号（单张）', 'Redemption id, for a single coupon'),
      redeemedAt: text('redeemed_at', '2026-11-24 22:29:00', '核销时间', 'Time of redemption (GMT+8)'),
      redemptions: list(
        'redemptions',
        { itemTag: 'coupon_redemption', item: { kind: 'object', typeName: 'CouponRedemption', fields: redemption } },
        '各张核销号',
        'Redemption id of each coupon',
        { required: true },
      ),
    },
    ['result.couponCode'],
  ),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.couponAlreadyUsed,
    businessErrors.couponExpired,
    businessErrors.couponNotStarted,
    businessErrors.couponVoid,
    businessErrors.couponHeld,
    businessErrors.shopNotAllowed,
    businessErrors.categoryNotAllowed,
    businessErrors.orderAmountTooLow,
    businessErrors.notStackable,
    businessErrors.orderCovered,
    businessErrors.redeemedAtNotAllowed,
    businessErrors.redeemedTooEarly,
    businessErrors.idempotentConflict,
  ],
})
