import { type Finding, findingOf } from '#domain/findings/finding'
import type { OrderWithRedemptions, RedemptionWithOrder } from './facts.ts'

/** Codes of the shops that a seller registered. While there are none, every shop is known. */
export type KnownShops = ReadonlySet<string>

/** Names a redemption in a shop that nobody registered, on its day: orders and uploads are not refused for it. */
export function compareShopOfRedemption(
  { redemption }: Pick<RedemptionWithOrder, 'redemption'>,
  shops: KnownShops,
): Finding | undefined {
  const { redemptionId, orderId, shop, returnedAtMs, amounts, coupon, eventSeq } = redemption
  if (returnedAtMs !== undefined || !isUnknown(shop, shops)) return undefined
  const { couponCode } = coupon
  return findingOf({ kind: 'UNKNOWN_SHOP', orderId, couponCode, redemptionId, shop, offFen: amounts?.offFen }, [
    eventSeq,
  ])
}

/** Names an order of such a shop, on its day, unless its redemptions are there too: each of these is named. */
export function compareShopOfOrder(
  { order, redemptions }: OrderWithRedemptions,
  shops: KnownShops,
): Finding | undefined {
  const { orderId, shop, isClosed, eventSeq } = order
  const isNamed = redemptions.some((use) => use.returnedAtMs === undefined && use.shop === shop)
  if (isClosed || isNamed || !isUnknown(shop, shops)) return undefined
  return findingOf({ kind: 'UNKNOWN_SHOP', orderId, shop }, [eventSeq])
}

function isUnknown(shop: string | undefined, shops: KnownShops): boolean {
  return shop !== undefined && shops.size > 0 && !shops.has(shop)
}
