import { object, text } from '../language/fields.ts'
import { defineMethod } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, otherOutcomes, outcomeFields, outRequestNo, successField } from './write-fields.ts'

const result = {
  typeName: 'ReturnResult',
  fields: {
    ...outcomeFields,
    alreadyDone,
    couponCode: text('coupon_code', '111aaa', '退回的优惠券code', 'The coupon that is usable again'),
    endDate: text('end_date', '2026-12-31', '退回后的失效日期', 'Its last usable day now'),
    success: successField,
  },
} as const

/** Undoes a redemption, as the policy of the coupon's template has it. A second return changes nothing. */
export const returnCoupon = defineMethod({
  name: 'yaoquan.coupon.return',
  title: { zh: '退回优惠券', en: 'Return a coupon' },
  description: {
    zh: '订单取消或退款时按核销号退回优惠券；重复退回不改变任何内容，返回 already_done',
    en: 'Undoes a redemption when its order is cancelled; a second return changes nothing',
  },
  category: { zh: '药券-优惠券', en: 'Yaoquan coupons' },
  scope: 'chain',
  effect: 'write',
  request: {
    outRequestNo: outRequestNo('RETURN-20261124-0001'),
    redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption', { required: true, maxLength: 32 }),
    reason: text('reason', '顾客退货', '原因', 'Why', { required: true, maxLength: 256 }),
  },
  response: { result: object('result', result, '结果', 'Result', { required: true }) },
  answerOmits: otherOutcomes,
  errorCodes: [businessErrors.redemptionNotFound, businessErrors.returnNotAllowed, businessErrors.idempotentConflict],
})
