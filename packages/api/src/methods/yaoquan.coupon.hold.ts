import { number, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from './business-errors.ts'
import { refusalFacts } from './refusal-facts.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from './write-fields.ts'

const { orderId, time, date } = refusalFacts
const facts = { orderId, time, date } as const

/** Reserves a coupon for an order until it is redeemed or released, or the hold expires. No job ends expired holds. */
export const holdCoupon = defineMethod({
  name: 'yaoquan.coupon.hold',
  title: { zh: '占用优惠券', en: 'Hold a coupon' },
  description: {
    zh: '下单时占用优惠券，到期自动释放；同一订单可再次占用以续期、核销或释放',
    en: 'Holds a coupon for an order; the hold expires by itself. The same order may hold again to renew it, redeem or release',
  },
  ...writes(category.coupons),
  examples: { couponCode: 'SAMPLE-HOLD', orderId: 'SO-HOLD' },
  request: {
    outRequestNo: outRequestNo('HOLD-20261124-0001'),
    couponCode: text('coupon_code', '111aaa', '优惠券code', 'Coupon code', { required: true, maxLength: 64 }),
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
    ttlSeconds: number('ttl_seconds', 900, '占用秒数', 'Duration of the hold in seconds', {
      required: true,
      min: 1,
      max: 86_400,
    }),
    dryRun,
  },
  sampleOmits: ['dryRun'],
  ...resultOf('HoldResult', {
    alreadyDone,
    dryRun: triedOnly,
    ...facts,
    heldUntil: text('held_until', '2026-11-24 22:44:00', '占用到期时间', 'Expiry of the hold (GMT+8)'),
  }),
  errorCodes: [
    businessErrors.couponNotFound,
    businessErrors.couponNotClaimed,
    businessErrors.couponHeld,
    businessErrors.couponAlreadyUsed,
    businessErrors.couponExpired,
    businessErrors.couponNotStarted,
    businessErrors.couponVoid,
    businessErrors.idempotentConflict,
  ],
})
