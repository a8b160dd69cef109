import { number, text } from '../language/fields.ts'
import { category, defineMethod, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from '../methods/write-fields.ts'
import { chosenCoupons, holdReason, outcomesOfChosen } from './chosen-coupons.ts'

/** Reserves the coupons that an operator selected for one order. Those that cannot be held are counted by reason. */
export const holdSelected = defineMethod({
  name: 'yaoquan.console.coupon.hold',
  title: { zh: '占用所选优惠券', en: 'Hold selected coupons' },
  description: {
    zh: '为一个订单占用1到200张优惠券，到期自动释放；不能占用的逐张跳过，按原因计数',
    en: 'Holds 1 to 200 coupons for one order until the hold expires; those that cannot be held are left out and counted by reason',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('HOLD-20261124-0002'),
    couponCodes: chosenCoupons,
    orderId: text('order_id', 'SO-1001', '订单号', 'Order number', { required: true, maxLength: 64 }),
    ttlSeconds: number('ttl_seconds', 900, '占用秒数', 'Duration of the hold in seconds', {
      required: true,
      min: 1,
      max: 86_400,
    }),
    reason: holdReason,
    dryRun,
  },
  ...resultOf('HoldSelectedResult', {
    alreadyDone,
    dryRun: triedOnly,
    ...outcomesOfChosen,
    heldUntil: text('held_until', '2026-11-24 22:44:00', '占用到期时间', 'Expiry of the hold (GMT+8)'),
  }),
  errorCodes: [businessErrors.partlyFailed, businessErrors.idempotentConflict],
})
