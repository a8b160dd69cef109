import { list, listOf, objects, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { basketLines, maxLines } from './basket-fields.ts'
import { businessErrors } from './business-errors.ts'
import { uploadVerdicts, usedByFields, verdictText } from './upload-fields.ts'
import { alreadyDone, outRequestNo, resultOf } from './write-fields.ts'

const couponFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
  offAmount: text('off_amount', '50.00', '收银台实际抵扣，元', 'What the till took off, in yuan', { maxLength: 16 }),
} as const

const judgedFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
  verdict: text('verdict', 'redeemed', `裁定: ${verdictText[0]}`, `Verdict: ${verdictText[1]}`, {
    required: true,
    oneOf: uploadVerdicts,
  }),
  offAmount: text(
    'off_amount',
    '50.00',
    '按规则该券应抵扣，元；没有金额或当时不可用时不返回',
    'What the coupon takes off by the rules, in yuan; absent without amounts, or if it is not valid',
  ),
  ...usedByFields,
  errorCode: text('error_code', 'COUPON_ALREADY_USED', '裁定的原因', 'Reason of the verdict'),
  errorMessage: text('error_msg', '优惠券已被订单 SO-1000 使用', '中文描述', 'Description in Chinese'),
} as const

/**
 * Stores what a till redeemed while it was offline. The customer has left with the goods, so no coupon is refused: each gets a verdict. A
 * repetition gets the first one; `yaoquan.redemption.get` and `list` show the present one.
 */
export const uploadRedemption = defineMethod({
  name: 'yaoquan.redemption.upload',
  title: { zh: '上传离线核销', en: 'Upload an offline redemption' },
  description: {
    zh: '断网时已在收银台核销的一个订单，恢复后上传。不会拒绝：每张券得到裁定，冲突与当时不可用的另行保存，供对账。同号同内容总是返回首次裁定；之后可能改变的裁定用 yaoquan.redemption.get 或 list 查询',
    en: 'Uploads an order that a till redeemed while it was offline. Nothing is refused: each coupon gets a verdict, and conflicts and coupons that were not valid are kept for reconciliation. A repetition returns the first verdict; yaoquan.redemption.get and list return the present one',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-OFFLINE', orderId: 'SO-OFFLINE' },
  isSampleDone: true,
  request: {
    outRequestNo: outRequestNo('OFFLINE-20261124-0001'),
    orderId: text('order_id', 'SO-1009', '订单号', 'Order number', { required: true, maxLength: 64 }),
    redeemedAt: text(
      'redeemed_at',
      '2026-11-24 21:05:00',
      '收银台核销的时间，28天内；可比服务器时间快5分钟',
      'When the till redeemed it (GMT+8), within the last 28 days; up to 5 minutes ahead of the server',
      { required: true, maxLength: 19 },
    ),
    coupons: list(
      'coupons',
      objects('used_coupon', 'UsedCoupon', couponFields),
      '用到的优惠券，JSON数组',
      'Coupons that were used, a JSON array',
      { required: true, minItems: 1, maxItems: 20 },
    ),
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
      basketLines,
      '订单各行，JSON数组；只传 category 与 amount 也可以',
      'Lines of the order, a JSON array; category and amount are enough',
      { maxItems: maxLines },
    ),
    channel: text('channel', 'erp', '下单渠道', 'Channel of the sale', { maxLength: 64 }),
    memberLevel: text('member_level', '金卡', '会员等级', 'Level of the member', { maxLength: 64 }),
  },
  sampleOmits: ['memberLevel', 'lines'],
  ...resultOf(
    'UploadRedemptionResult',
    {
      alreadyDone,
      redeemedAt: text('redeemed_at', '2026-11-24 21:05:00', '核销时间', 'Time of redemption (GMT+8)'),
      redemptions: listOf(
        'redemptions',
        objects('judged_coupon', 'JudgedCoupon', judgedFields),
        '各张券的裁定',
        'Verdict on each coupon',
      ),
    },
    [...(['usedOrderId', 'usedShop', 'usedAt'] as const), ...(['errorCode', 'errorMessage'] as const)].map(
      (name) => `result.redemptions.${name}`,
    ),
  ),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.couponAlreadyUsed,
    businessErrors.couponExpired,
    businessErrors.couponNotStarted,
    businessErrors.couponVoid,
    businessErrors.shopNotAllowed,
    businessErrors.categoryNotAllowed,
    businessErrors.orderAmountTooLow,
    businessErrors.notStackable,
    businessErrors.channelNotAllowed,
    businessErrors.timeNotAllowed,
    businessErrors.memberNotAllowed,
    businessErrors.goodsExcluded,
    businessErrors.tooManyOnOrder,
    businessErrors.orderCovered,
    businessErrors.redeemedTooEarly,
    businessErrors.idempotentConflict,
  ],
})
