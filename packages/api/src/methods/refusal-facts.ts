import { count, list, number, text, texts } from '../language/fields.ts'

/**
 * Details of a refusal as fields, so that programs need not parse `error_msg`. A method declares the details its
 * refusals may return; the error code determines which of them an answer contains.
 */
export const refusalFacts = {
  orderId: text(
    'order_id',
    'SO-1000',
    '使用或占用该券的订单；券不能并用或已抵满时为该订单',
    'Order that used or holds the coupon, or that cannot take another coupon',
  ),
  time: text(
    'time',
    '2026-11-24 22:29:00',
    '使用时间、占用到期时间、redeemed_at 的最早时间，或模板的发布时间',
    'Time of use, expiry of the hold, earliest allowed redeemed_at, or publish_at of the template (GMT+8)',
  ),
  date: text('date', '2026-12-31', '失效日期或生效日期', 'Last or first valid day (GMT+8)'),
  shops: text('shops', '01,02', '可用门店，逗号分隔', 'Shops where it is valid, comma-separated'),
  categories: text('categories', '1001,10012', '适用品类，逗号分隔', 'Categories it applies to, comma-separated'),
  missingAmount: text('missing_amount', '12.00', '距门槛还差的金额，元', 'Amount missing to the minimum, in yuan'),
  coveredAmount: text(
    'covered_amount',
    '100.00',
    '该订单此前的优惠券已抵扣的金额，元',
    'Amount that coupons redeemed before take off this order, in yuan',
  ),
  besideCode: text(
    'beside_code',
    '222bbb',
    '该订单上不能与其他券并用的优惠券code',
    'Coupon of the order that cannot be combined with others',
  ),
  lineNo: number('line_no', 1, '不能退的行', 'Line that cannot be returned', { min: 0, max: 1_000_000_000 }),
  askedQuantity: text('asked_quantity', '3', '要退的数量', 'Quantity that was to be returned'),
  leftQuantity: text('left_quantity', '2', '未退的数量', 'Quantity that is left'),
  giftCode: text('gift_code', '333ccc', '不在该订单上的赠品券code', 'Gift coupon that is not on the order'),
  left: number('left', 1, '剩余可领张数', 'Number of coupons that can still be claimed', count),
  claimFrom: text('claim_from', '2026-11-01 00:00:00', '领取开始时间', 'Start of the claim period (GMT+8)'),
  claimTo: text('claim_to', '2026-11-30 23:59:59', '领取结束时间', 'End of the claim period (GMT+8)'),
  field: text('field', 'end_date', '不合规则的字段', 'The field that breaks a rule'),
  rule: text('rule', '应为 YYYY-MM-DD', '规则', 'The rule that the field breaks'),
  memberIds: list(
    'member_ids',
    texts('M1024', 20),
    '可能的会员，或持有该手机号、卡号的会员',
    'Members that the call may mean, or that hold the phone or card',
  ),
  mergedInto: text('merged_into', 'M7', '会员已合并到的会员id', 'The member it was merged into'),
  grant: text('grant', 'coupon.void.mass', '缺少的权限', 'Missing grant'),
  maxCount: number('max_count', 20, '无该权限时一次最多的张数', 'Maximum coupons per call without the grant', {
    min: 0,
    max: 1000,
  }),
} as const
