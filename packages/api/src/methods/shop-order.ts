import { boolean, text } from '../language/fields.ts'

/** What became of a coupon that an order named. */
export const syncedCouponFields = {
  couponCode: text('coupon_code', '123456', '优惠券code', 'Coupon code', { required: true }),
  outcome: text(
    'outcome',
    'redeemed',
    '结果: redeemed 已核销, returned 已退回, released 已释放占用, kept 按退券规则不退, refused 未能核销, unused 未使用',
    'Outcome: redeemed, returned, released (its hold), kept (its policy allows no return), refused (not redeemable) or unused',
    { required: true, oneOf: ['redeemed', 'returned', 'released', 'kept', 'refused', 'unused'] },
  ),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id'),
  errorCode: text('error_code', 'COUPON_EXPIRED', '未能核销或退回的原因', 'Why it was not redeemed or not returned'),
  errorMessage: text('error_msg', '优惠券已于 2016-12-31 过期', '中文描述', 'Description in Chinese'),
  reconciles: boolean('needs_reconciling', true, '是否待对账', 'Whether the coupon is to be reconciled'),
} as const
