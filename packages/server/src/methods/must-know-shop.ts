import type { SellerPolicy } from '#domain/policy/seller-policy'
import type { CallContext, LifecycleDependencies } from './method.ts'
import { shopUnknownResult } from './refused-result.ts'

/** Whether a call that names a shop must name one of the seller's list: an operator always, a till where the rules of the seller say so. */
export function mustKnowShop({ operator }: CallContext, { mustKnowShops }: SellerPolicy): boolean {
  return operator !== undefined || mustKnowShops
}

/**
 * The refusal of a question about a shop that the seller does not know.
 * @returns undefined where it is known, or needs not be
 */
export async function refuseUnknownShop(
  { masterData, policies }: Pick<LifecycleDependencies, 'masterData' | 'policies'>,
  shop: string | undefined,
  context: CallContext,
): Promise<ReturnType<typeof shopUnknownResult> | undefined> {
  if (shop === undefined) return undefined
  const { sellerId } = context
  if (!mustKnowShop(context, (await policies.findPolicy(sellerId)).policy)) return undefined
  return (await masterData.isShopKnown(sellerId, shop)) ? undefined : shopUnknownResult(shop)
}
