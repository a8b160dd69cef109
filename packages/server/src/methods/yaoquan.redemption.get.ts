import { getRedemption } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownRedemption, shownUpload } from './shown-redemption.ts'

/** One redemption. */
export function getRedemptionMethod({
  redemptions,
}: Pick<LifecycleDependencies, 'redemptions'>): Method<typeof getRedemption> {
  return {
    definition: getRedemption,
    async call({ redemptionId }, { sellerId }) {
      const upload = await redemptions.findUpload(sellerId, redemptionId)
      if (upload !== undefined) return { result: { redemption: shownUpload(upload), success: true } }
      const redemption = await redemptions.findRedemption(sellerId, redemptionId)
      if (redemption === undefined) return { result: errorResult('redemptionNotFound') }
      return { result: { redemption: shownRedemption(redemption), success: true } }
    },
  }
}
