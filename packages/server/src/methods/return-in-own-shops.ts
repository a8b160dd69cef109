import type { returnCoupon } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'

/**
 * Lets an operator of certain shops return only what was redeemed in them; to others it changes nothing. A redemption of
 * another shop is answered like one that does not exist.
 */
export function returnInOwnShops(
  method: Method<typeof returnCoupon>,
  { redemptions }: Pick<LifecycleDependencies, 'redemptions'>,
): Method<typeof returnCoupon> {
  return {
    ...method,
    async call(input, context) {
      const shops = context.operator?.shops
      if (shops !== undefined) {
        // The shop of a redemption never changes, so it may be read before.
        const found = await redemptions.findRedemption(context.sellerId, input.redemptionId)
        if (!shops.includes(found?.shop ?? '')) return { result: errorResult('redemptionNotFound') }
      }
      return method.call(input, context)
    },
  }
}
