import { text } from '../language/fields.ts'

/** A redemption as it is looked up: its coupon, its order, and its return if it was returned. */
export const redemptionFields = {
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  couponId: text('coupon_id', '11', '优惠券模板id', 'Template id'),
  couponName: text('coupon_name', '满100减50', '优惠券名称', 'Coupon name'),
  orderId: text('order_id', 'SO-1001', '使用该券的订单', 'Order that used the coupon', { required: true }),
  shop: text('shop', '01', '核销门店', 'Shop of the redemption'),
  redeemedAt: text('redeemed_at', '2026-11-24 22:29:00', '核销时间', 'Time of the redemption (GMT+8)', {
    required: true,
  }),
  returnedAt: text(
    'returned_at',
    '2026-11-25 09:12:00',
    '退回时间；未退回时不返回',
    'Time of the return (GMT+8); absent until it is returned',
  ),
  returnReason: text('return_reason', '顾客退货', '退回原因', 'Reason of the return'),
} as const

/** Paths of the return of a redemption at a path, for `answerOmits`: the sample answer shows one that was not returned. */
export function omittedReturn(path: string): readonly string[] {
  return [`${path}.returnedAt`, `${path}.returnReason`]
}
