import {
  getTemplate,
  isGranted,
  listActors,
  listCategories,
  listRedemptions,
  listWebhooks,
  openCoupon,
} from '@yaoquan/api'
import type { CallContext, LifecycleDependencies, Method } from '#methods/method'
import { getCouponMethod } from '#methods/yaoquan.coupon.get'
import { listRedemptionsMethod } from '#methods/yaoquan.redemption.list'
import { getTemplateMethod } from '#methods/yaoquan.template.get'
import { type ActorDependencies, namedActors, namedCodes } from './named-actors.ts'
import { listWebhooksMethod, type WebhookDependencies } from './webhook-methods.ts'

export type OpenCouponDependencies = Pick<
  LifecycleDependencies,
  'coupons' | 'templates' | 'events' | 'redemptions' | 'masterData'
> &
  WebhookDependencies &
  ActorDependencies

/** A coupon has few; more are on the screen of redemptions. */
const shownRedemptions = 50

/** A coupon with all that the console shows of it, in one answer. */
export function openCouponMethod(dependencies: OpenCouponDependencies): Method<typeof openCoupon> {
  const get = getCouponMethod(dependencies)
  const redemptions = listRedemptionsMethod(dependencies)
  const template = getTemplateMethod(dependencies)
  const webhooks = listWebhooksMethod(dependencies)
  return {
    definition: openCoupon,
    async call({ couponCode }, context) {
      const { result: found } = await get.call({ couponCode }, context)
      if (found.coupon === undefined) return { result: found }
      const { couponId, templateVersion } = found.coupon
      const may = ({ name }: Readonly<{ name: string }>) => isGranted(context.grants, name)
      const versions = may(getTemplate) ? await versionsOf(couponId, templateVersion, context) : undefined
      const scopes = [found.terms ?? found.coupon, ...(versions ?? [])]
      const actors = found.timeline.map(({ actor }) => actor)
      return {
        result: {
          ...found,
          actors: may(listActors) ? await namedActors(context.sellerId, actors, dependencies) : undefined,
          redemptions: may(listRedemptions) ? await redemptionsOf(couponCode, context) : undefined,
          versions,
          categories: may(listCategories)
            ? (await namedCodes(context.sellerId, scopes, dependencies)).categories
            : undefined,
          webhooks: may(listWebhooks) ? (await webhooks.call({}, context)).result.webhooks : undefined,
        },
      }
    },
  }

  /** An operator of certain shops may list those of these shops only. */
  async function redemptionsOf(couponCode: string, context: CallContext) {
    const { redemptions: found } = (await redemptions.call({ couponCode, limit: shownRedemptions }, context)).result
    const shops = context.operator?.shops
    return shops === undefined ? found : found.filter(({ shop = '' }) => shops.includes(shop))
  }

  /** None of coupons issued elsewhere, and none where that of the claim is not known. */
  async function versionsOf(couponId: string | undefined, version: number | undefined, context: CallContext) {
    if (couponId === undefined || version === undefined) return []
    const { template: latest } = (await template.call({ couponId }, context)).result
    if (latest === undefined) return []
    if (latest.version === version) return [latest]
    const { template: own } = (await template.call({ couponId, version }, context)).result
    return own === undefined ? [] : [latest, own]
  }
}
