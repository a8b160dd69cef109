import { getShop } from '@yaoquan/api'
import type { LifecycleDependencies, Method } from './method.ts'
import { errorResult } from './refused-result.ts'
import { shownShops } from './shown-entries.ts'

/** One shop by its code. */
export function getShopMethod({ masterData, shops }: LifecycleDependencies): Method<typeof getShop> {
  return {
    definition: getShop,
    async call({ code }, { sellerId }) {
      const found = await masterData.findShop(sellerId, code)
      if (found === undefined) return { result: errorResult('shopNotFound') }
      const { shopsOf } = await shops.findLatestGroups(sellerId)
      const [shop] = shownShops([found], shopsOf)
      return { result: { shop, success: true } }
    },
  }
}
