import { text } from '../language/fields.ts'

/** What became of a coupon that a till used while it was offline. */
export const uploadVerdicts = ['redeemed', 'conflict', 'not_valid', 'unknown_coupon'] as const

export const verdictText = [
  'redeemed 已核销, conflict 券已被其他订单使用, not_valid 按券的条款当时不可用, unknown_coupon 无此券码',
  'redeemed, conflict (another order used the coupon), not_valid (by its terms it could not be used then) or unknown_coupon',
] as const

/** The order that used the coupon. */
export const usedByFields = {
  usedOrderId: text(
    'used_order_id',
    'SO-1000',
    '冲突时，使用了该券的订单',
    'Of a conflict: the order that used the coupon',
  ),
  usedShop: text('used_shop', '02', '冲突时，使用了该券的门店', 'Of a conflict: the shop where it was used'),
  usedAt: text('used_at', '2026-11-24 20:48:00', '冲突时，该券的核销时间', 'Of a conflict: when it was used (GMT+8)'),
} as const

/** What redemptions that a till uploaded have besides. */
export const uploadedFields = {
  verdict: text(
    'verdict',
    'redeemed',
    `离线核销的裁定，可能因更早的核销晚到而改变: ${verdictText[0]}`,
    `Verdict on a redemption that a till uploaded, which an earlier one that comes later may change: ${verdictText[1]}`,
    { oneOf: uploadVerdicts },
  ),
  errorCode: text('error_code', 'COUPON_ALREADY_USED', '裁定的原因', 'Reason of the verdict'),
  ...usedByFields,
  countedId: text(
    'counted_redemption_id',
    '4F7Q2M9KX3TRW8CE',
    '该券实际算数的核销号；退回时用它',
    'The redemption that counts for the coupon; a return names it',
  ),
  uploadedAt: text('uploaded_at', '2026-11-25 08:30:00', '上传时间', 'Time of the upload (GMT+8)'),
  uploadedBy: text('uploaded_by', 'app:12345678', '上传者', 'Who uploaded it'),
  orderAmount: text('order_amount', '199.00', '券前订单金额，元', 'What the order costs before coupons, in yuan'),
  tillOffAmount: text('till_off_amount', '50.00', '收银台实际抵扣，元', 'What the till took off, in yuan'),
} as const
