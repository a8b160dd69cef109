import { type ResponseOf, syncOrder } from '@yaoquan/api'
import type { SyncedCoupon } from '#domain/lifecycle/follow-history'
import { canonicalJson } from '#domain/lifecycle/lifecycle-store'
import { syncOrder as sync } from '#domain/lifecycle/sync-order'
import { maxCouponsOfOrder } from '#domain/orders/shop-order'
import { groupsWithShop, type ShopWithGroups } from '#domain/shops/shop-list'
import { type LifecycleDependencies, type Method, ReusedSign, writeOfContent } from './method.ts'
import { orderVersionOf } from './order-version.ts'
import { errorResult, resultOf } from './refused-result.ts'

type Result = ResponseOf<typeof syncOrder>['result']

type Dependencies = Pick<LifecycleDependencies, 'lifecycle' | 'policies' | 'shops' | 'randomBytes'>

/**
 * Creates or updates an order. The same content again gets the first answer.
 * @param takesOver for orders on which another CRM decided: whether they may use coupons that were used there before they were known
 */
export function syncOrderMethod(
  { lifecycle, policies, shops, randomBytes }: Dependencies,
  takesOver = false,
): Method<typeof syncOrder> {
  return {
    definition: syncOrder,
    async call({ order }, context) {
      const version = orderVersionOf(order)
      if (version === undefined) return { result: { ...errorResult('orderIdMissing'), coupons: [] } }
      const content = canonicalJson(JSON.parse(order.sentText))
      const request = writeOfContent(syncOrder.name, content, context)
      const { policy } = await policies.findPolicy(context.sellerId)
      const at = await shopWithGroups(shops, context.sellerId, version.shop)
      const written = await sync({ lifecycle, request, version, policy, at, takesOver, randomBytes })
      if (written.kind === 'sign-reused') throw new ReusedSign()
      if (written.kind === 'conflict') throw new TypeError('the number of a content names another content')
      if (written.kind === 'refused') {
        return { result: { ...errorResult('tooManyCoupons', { max: maxCouponsOfOrder }), coupons: [] } }
      }
      const { orderId, outcome, coupons } = written.answer
      return {
        result: {
          orderId,
          outcome: written.isAlreadyDone ? 'unchanged' : outcome,
          coupons: coupons.map(shownCoupon),
          success: true,
        },
      }
    },
  }
}

async function shopWithGroups(
  shops: LifecycleDependencies['shops'],
  sellerId: string,
  shop: string | undefined,
): Promise<ShopWithGroups | undefined> {
  if (shop === undefined) return undefined
  return { shop, groups: groupsWithShop((await shops.findLatestGroups(sellerId)).shopsOf, shop) }
}

function shownCoupon({ couponCode, outcome, redemptionId, refusal }: SyncedCoupon): Result['coupons'][number] {
  const { errorCode, errorMessage, errorMessageEn } = refusal === undefined ? {} : resultOf(refusal)
  const reconciles = outcome === 'refused' ? true : undefined
  const shown = {
    couponCode,
    outcome,
    redemptionId: outcome === 'refused' ? undefined : redemptionId,
    errorCode,
    errorMessage,
    errorMessageEn,
    reconciles,
  }
  return shown
}
