import { list, listOf, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { lineShares, maxLines, redeemedLines } from './basket-fields.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

const { orderId, time, date, shops, categories, missingAmount, coveredAmount, besideCode } = refusalFacts
const facts = { orderId, time, date, shops, categories, missingAmount, coveredAmount, besideCode } as const

const redemption = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
  offAmount: text(
    'off_amount',
    '50.00',
    '该券抵扣，元；订单没有金额时不返回',
    'What the coupon takes off, in yuan; absent if the order has no amounts',
  ),
} as const

/** Redeems one coupon, or several on one order: all of them or none. Of concurrent calls for a coupon one succeeds. */
export const redeemCoupon = defineMethod({
  name: 'yaoquan.coupon.redeem',
  title: { zh: '核销优惠券', en: 'Redeem coupons' },
  description: {
    zh: '核销一张优惠券，或同一订单的多张（全部成功或全部失败）；传 coupon_code 或 coupon_codes，或只传 quote_id 以核销报价的最优组合',
    en: 'Redeems one coupon, or several of one order (all succeed or all fail); send coupon_code or coupon_codes, or only a quote_id for the best combination of the quote',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-REDEEM', couponCodes: 'SAMPLE-REDEEM', orderId: 'SO-REDEEM' },
  rules: [{ kind: 'atLeastOne', of: [['couponCode'], ['couponCodes'], ['quoteId']] }],
  request: {
    outRequestNo: outRequestNo('REDEEM-20261124-0001'),
    couponCode: text(
      'coupon_code',
      '111aaa',
      '优惠券code；与 coupon_codes 传其一，有 quote_id 时可都不传',
      'Coupon code; send it or coupon_codes, or neither with a quote_id',
      { maxLength: 64 },
    ),
    couponCodes: list(
      'coupon_codes',
      texts('111aaa', 64),
      '多张优惠券code，逗号分隔；与 quote_id 一起传时，核销的是这些券而不是最优组合',
      'Coupon codes, comma-separated; with a quote_id these are redeemed in place of its best combination',
      { minItems: 1, maxItems: 20 },
    ),
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
    shop: text('shop', '01', '门店', 'Shop', { maxLength: 64 }),
    orderAmount: text(
      'order_amount',
      '199.00',
      '订单金额，元；有 lines 时只按 lines 判断，不与其合计比较：金额可含运费、抹零等',
      'Order amount in yuan; with lines only these are judged, and it is not compared with their sum: it may have freight or rounding in it',
      { maxLength: 16 },
    ),
    lines: list(
      'lines',
      redeemedLines,
      '订单各行，JSON数组；只传 category 与 amount 也可以',
      'Lines of the order, a JSON array; category and amount are enough',
      { maxItems: maxLines },
    ),
    channel: text('channel', 'erp', '下单渠道', 'Channel of the sale', { maxLength: 64 }),
    memberLevel: text('member_level', '金卡', '会员等级', 'Level of the member', { maxLength: 64 }),
    quoteId: text(
      'quote_id',
      'q1.AbCdEf',
      'yaoquan.basket.evaluate 返回的报价号；此时不再传 lines、order_amount、channel、member_level。不传券code则核销其最优组合 best（不含赠品券）',
      'The quote_id of yaoquan.basket.evaluate, instead of lines, order_amount, channel and member_level. Without codes its best combination is redeemed, which has no gift coupons',
      { maxLength: 200_000 },
    ),
    redeemedAt: text(
      'redeemed_at',
      '2026-11-24 21:05:00',
      '核销的实际时间，72小时内；顾客已离开的离线核销请用 yaoquan.redemption.upload',
      'Actual time of the redemption (GMT+8), within the last 72 hours; where the customer has left, use yaoquan.redemption.upload',
      { maxLength: 19 },
    ),
    dryRun,
  },
  sampleOmits: ['couponCodes', 'redeemedAt', 'quoteId', 'memberLevel', 'coupons', 'dryRun'],
  ...resultOf(
    'RedeemResult',
    {
      alreadyDone,
      dryRun: triedOnly,
      couponCode: text('coupon_code', '111aaa', '失败的优惠券code', 'Code of the refused coupon'),
      ...facts,
      redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号（单张）', 'Redemption id, for a single coupon'),
      redeemedAt: text('redeemed_at', '2026-11-24 22:29:00', '核销时间', 'Time of redemption (GMT+8)'),
      redemptions: listOf(
        'redemptions',
        objects('coupon_redemption', 'CouponRedemption', redemption),
        '各张核销号；试算时为空',
        'Redemption id of each coupon; empty in a dry run',
      ),
      offAmount: text('off_amount', '50.00', '本次各券共抵扣，元', 'What the coupons of this call take off, in yuan'),
      payAmount: text(
        'pay_amount',
        '149.00',
        '订单实付（含医保支付，已减此前核销的券），元',
        'What the order costs then, with the part that insurance pays and less earlier coupons, in yuan',
      ),
      lines: list(
        'lines',
        lineShares,
        '各行分摊；订单没有金额时不返回',
        'The split over the lines; absent if the order has no amounts',
      ),
    },
    ['result.couponCode'],
  ),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.couponNotClaimed,
    businessErrors.couponAlreadyUsed,
    businessErrors.couponExpired,
    businessErrors.couponNotStarted,
    businessErrors.couponVoid,
    businessErrors.couponHeld,
    businessErrors.shopUnknown,
    businessErrors.shopNotAllowed,
    businessErrors.categoryNotAllowed,
    businessErrors.orderAmountTooLow,
    businessErrors.notStackable,
    businessErrors.orderCovered,
    businessErrors.channelNotAllowed,
    businessErrors.timeNotAllowed,
    businessErrors.memberNotAllowed,
    businessErrors.goodsExcluded,
    businessErrors.tooManyOnOrder,
    businessErrors.quoteStale,
    businessErrors.quoteWithoutCoupons,
    businessErrors.splitMismatch,
    businessErrors.redeemedAtNotAllowed,
    businessErrors.redeemedTooEarly,
    businessErrors.idempotentConflict,
  ],
})
