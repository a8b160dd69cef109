import { list, listOf, number, objects, text } from '../language/fields.ts'

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
