import { boolean, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

const { orderId, time } = refusalFacts

export const releaseCoupon = defineMethod({
  name: 'yaoquan.coupon.release',
  title: { zh: '释放占用', en: 'Release a hold' },
  description: {
    zh: '订单取消时释放占用；未被占用时也返回成功，不改变任何内容',
    en: 'Releases the hold when an order is cancelled; a coupon that is not held succeeds without a change',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-RELEASE', orderId: 'SO-RELEASE' },
  request: {
    outRequestNo: outRequestNo('RELEASE-20261124-0001'),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
    dryRun,
  },
  sampleOmits: ['dryRun'],
  ...resultOf(
    'ReleaseResult',
    {
      alreadyDone,
      dryRun: triedOnly,
      unchanged: boolean(
        'unchanged',
        true,
        '为 true 表示该券未被占用，没有改变任何内容',
        'true: the coupon was not held, and nothing changed',
      ),
      orderId,
      time,
    },
    ['result.unchanged'],
  ),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.couponNotClaimed,
    businessErrors.couponHeld,
    businessErrors.couponAlreadyUsed,
    businessErrors.idempotentConflict,
  ],
})
