import { text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly, warnings } from './write-fields.ts'

export const returnCoupon = defineMethod({
  name: 'yaoquan.coupon.return',
  title: { zh: '退回优惠券', en: 'Return a coupon' },
  description: {
    zh: '订单取消或退款时按核销号退回优惠券；重复退回不改变任何内容，返回 already_done',
    en: 'Undoes a redemption when its order is cancelled or refunded; a second return changes nothing and answers already_done',
  },
  ...writes(category.coupons),
  examples: { redemptionId: '4F7Q2M9KX3TRW8RE', couponCode: 'SAMPLE-RETURN' },
  request: {
    outRequestNo: outRequestNo('RETURN-20261124-0001'),
    redemptionId: text('redemption_id', '4F7Q2M9KX3TRW8CE', '核销号', 'Redemption id', {
      required: true,
      maxLength: 32,
    }),
    reason: text('reason', '顾客退货', '原因', 'Reason', { required: true, maxLength: 256 }),
    dryRun,
  },
  sampleOmits: ['dryRun'],
  ...resultOf('ReturnResult', {
    alreadyDone,
    dryRun: triedOnly,
    couponCode: text('coupon_code', '111aaa', '退回的优惠券code', 'Code of the returned coupon'),
    endDate: text('end_date', '2026-12-31', '退回后的失效日期', 'Last valid day after the return (GMT+8)'),
    warnings,
  }),
  errorCodes: [businessErrors.redemptionNotFound, businessErrors.returnNotAllowed, businessErrors.idempotentConflict],
})
