import { list, listOf, number, objects, text } from '../language/fields.ts'
import { uploadedFields } from './upload-fields.ts'

const lineNo = number('line_no', 1, '核销时的行号', 'Number of the line in the redemption', {
  required: true,
  min: 0,
  max: 1_000_000_000,
})

const quantity = text(
  'quantity',
  '1',
  '退货数量，最多三位小数',
  'Quantity that comes back, with up to three decimals',
  { required: true, maxLength: 16 },
)

/** Lines to be returned, as a JSON array. */
export const unitsOfLines = objects('returned_units', 'ReturnedUnits', { lineNo, quantity })

const refundAmount = text(
  'refund_amount',
  '74.50',
  '本行退款，元；不知道实付时不返回',
  'Refund of the line, in yuan; absent if it is not known what was paid',
)

/** Lines that came back. */
export const returnedLines = list(
  'returned_lines',
  objects('returned_line', 'ReturnedLine', { lineNo, quantity, refundAmount }),
  '退回的各行',
  'The lines that came back',
)

const lineFields = {
  lineNo: number('line_no', 1, '行号', 'Number of the line', { required: true, min: 0, max: 1_000_000_000 }),
  offAmount: text('off_amount', '50.00', '该券在本行抵扣，元', 'What the coupon takes off this line, in yuan', {
    required: true,
  }),
} as const

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
  offAmount: text(
    'off_amount',
    '50.00',
    '核销时该券抵扣，元；订单没有金额时不返回',
    'What the coupon took off when it was redeemed, in yuan; absent if the order had no amounts',
  ),
  lines: list(
    'lines',
    objects('redemption_line', 'RedemptionLine', lineFields),
    '核销时各行的抵扣；没有金额时不返回',
    'What the coupon took off each line when it was redeemed; absent without amounts',
  ),
  returnedOffAmount: text(
    'returned_off_amount',
    '25.00',
    '其中因退货不再抵扣的金额，元；没有退货时不返回',
    'What of it returns took back so far, in yuan; absent without returns',
  ),
  refundedAmount: text(
    'refunded_amount',
    '74.50',
    '同单商品至今共退款，元；没有退货或不知道实付时不返回',
    'Refunds of the goods of its order so far, in yuan; absent without returns, or if it is not known what was paid',
  ),
  returnedLines,
  ...uploadedFields,
} as const

/** Paths that the sample answer of a redemption at a path leaves out: nothing of it was returned, and it was redeemed online. */
export function omittedInSample(path: string): readonly string[] {
  const ofUploads = Object.keys(uploadedFields).map((name) => `${path}.${name}`)
  const ofReturns = ['returnedAt', 'returnReason', 'returnedOffAmount', 'refundedAmount', 'returnedLines']
  return [...ofReturns.map((name) => `${path}.${name}`), ...ofUploads]
}

const couponFields = {
  couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true }),
  redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', { required: true }),
  outcome: text(
    'outcome',
    'used',
    'used 仍在使用（还有它抵扣过的商品未退） returned 已退回会员 not_returned 按退券规则不退回',
    'used: goods that it reduced are still sold; returned: it is back with its member; not_returned: its policy allows no return',
    { required: true, oneOf: ['used', 'returned', 'not_returned'] },
  ),
  offAmount: text(
    'off_amount',
    '25.00',
    '该券因本次退货不再抵扣的金额，元；未知时不返回',
    'What the coupon does not take off any more by this return, in yuan; absent if not known',
  ),
  endDate: text('end_date', '2026-12-31', '失效日期（退回后）', 'Last valid day, as the return leaves it (GMT+8)'),
} as const

/** What became of the coupons of the order. */
export const couponsOfReturn = listOf(
  'coupons',
  objects('coupon_of_return', 'CouponOfReturn', couponFields),
  '订单上各券的结果',
  'What became of each coupon of the order',
)
