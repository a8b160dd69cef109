import { countOf, list, number, objects, text, texts } from '../language/fields.ts'
import { category, defineMethod, reads, writes } from '../language/method.ts'
import { businessErrors } from '../methods/business-errors.ts'
import { storedTemplateFields } from '../methods/coupon-template.ts'
import { redemptionFields } from '../methods/redemption-fields.ts'
import { alreadyDone, dryRun, outRequestNo, resultOf, triedOnly } from '../methods/write-fields.ts'
import { couponWithEvents, getCoupon } from '../methods/yaoquan.coupon.get.ts'
import { actorName, namedCategories } from './named-fields.ts'
import { webhookFields } from './webhook-fields.ts'

export const openCoupon = defineMethod({
  name: 'yaoquan.console.coupon.open',
  title: { zh: '打开一张优惠券', en: 'Open a coupon' },
  description: {
    zh: '同 yaoquan.coupon.get，另有其核销、模板的最新版本与领取时的版本、动态中操作者与条款中品类的名称、webhook；没有权限的部分不返回',
    en: 'As yaoquan.coupon.get answers, with the redemptions, the newest version of the template and that of the claim, the names of the actors and categories, and the webhooks; without the parts that the role may not read',
  },
  ...reads(category.console),
  request: getCoupon.request,
  ...resultOf('OpenCouponResult', {
    ...couponWithEvents,
    actors: list('actors', actorName, '动态中操作者的名称', 'The names of its actors'),
    redemptions: list(
      'redemptions',
      objects('redemption_record', 'RedemptionRecord', redemptionFields),
      '该券最早的50次核销；店员只见其门店的',
      'The first 50 redemptions of the coupon; of these a clerk sees those in the own shops',
    ),
    versions: list(
      'versions',
      objects('stored_template', 'StoredTemplate', storedTemplateFields),
      '模板的最新版本；领取时的版本与之不同的，随后',
      'The newest version of the template, then that of the claim if it is another one',
    ),
    categories: namedCategories,
    webhooks: list('webhooks', objects('webhook', 'Webhook', webhookFields), 'webhook', 'The webhooks of the seller'),
  }),
  errorCodes: getCoupon.errorCodes,
})

/** Coupons that an operator selected in a list. */
const chosenCoupons = list(
  'coupon_codes',
  texts('111aaa', 64),
  '优惠券code，逗号分隔',
  'Coupon codes, comma-separated',
  {
    required: true,
    minItems: 1,
    maxItems: 200,
  },
)

const holdReason = text('reason', '顾客到店自提', '原因', 'Reason', { maxLength: 256 })

/** What became of selected coupons. */
const outcomesOfChosen = {
  changedCount: countOf('changed_count', '已处理张数', 'Coupons that changed', 1),
  unchangedCount: countOf('unchanged_count', '无须处理的张数', 'Coupons that stay as they are'),
  refusedCount: countOf('refused_count', '被拒绝的张数', 'Coupons that were refused'),
  refusals: list(
    'refusals',
    objects('refusal_count', 'RefusalCount', {
      subCode: text('sub_code', 'COUPON_ALREADY_USED', '原因的错误码', 'Error code of the reason', { required: true }),
      count: countOf('count', '张数', 'Coupons', 1),
    }),
    '被拒绝的张数，按原因',
    'Refused coupons by reason',
  ),
} as const

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

export const releaseSelected = defineMethod({
  name: 'yaoquan.console.coupon.release',
  title: { zh: '释放所选优惠券', en: 'Release selected coupons' },
  description: {
    zh: '释放1到200张优惠券的占用，不论由哪个订单占用；未被占用的不变',
    en: 'Ends the holds of 1 to 200 coupons, whichever orders have them; coupons that no order holds stay as they are',
  },
  ...writes(category.console),
  request: {
    outRequestNo: outRequestNo('RELEASE-20261124-0002'),
    couponCodes: chosenCoupons,
    reason: holdReason,
    dryRun,
  },
  ...resultOf('ReleaseSelectedResult', { alreadyDone, dryRun: triedOnly, ...outcomesOfChosen }),
  errorCodes: [businessErrors.partlyFailed, businessErrors.idempotentConflict],
})
