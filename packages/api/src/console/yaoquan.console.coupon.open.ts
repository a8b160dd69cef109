import { list, objects } from '../language/fields.ts'
import { category, defineMethod, reads } from '../language/method.ts'
import { storedTemplateFields } from '../methods/coupon-template.ts'
import { redemptionFields } from '../methods/redemption-fields.ts'
import { resultOf } from '../methods/write-fields.ts'
import { couponWithEvents, getCoupon } from '../methods/yaoquan.coupon.get.ts'
import { actorName, namedCategories } from './named-fields.ts'
import { webhookFields } from './webhook-fields.ts'

/** What the drawer of a coupon shows, in one answer: each part for operators who may read it by its own method. */
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
