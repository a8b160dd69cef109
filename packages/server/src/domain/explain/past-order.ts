import { codesOf, type OrderHistory, wantedUse } from '#domain/orders/order-history'
import type { ShopOrder, StoredOrder } from '#domain/orders/order-store'
import type { CouponOfOrder } from '#domain/orders/shop-order'
import type { FoundRedemption } from '#domain/search/redemption-search'

/** The order that a version met when it arrived. */
export type PastOrder = Readonly<{
  /** The order as the versions before it left it; undefined if it was the first one. */
  stored: StoredOrder | undefined
  /** The name of its content; undefined if none arrived at that moment. */
  arrivedKey: string | undefined
}>

/**
 * An order as it was before a version arrived.
 * @param present as it is stored now
 * @param redemptions for the order of that moment, in order of time
 * @param atMs when the version arrived, epoch milliseconds
 */
export function pastOrder(
  { status, paidFen, lines, history: present }: ShopOrder,
  redemptions: readonly FoundRedemption[],
  atMs: number,
): PastOrder {
  const arrivedKey = present.entries.find(({ arrivedAtMs }) => arrivedAtMs === atMs)?.key
  const entries = present.entries.filter(({ arrivedAtMs }) => arrivedAtMs < atMs)
  if (entries.length === 0) return { stored: undefined, arrivedKey }
  const arrived = { ...present, entries }
  const coupons = [...codesOf(arrived)].map((couponCode) => {
    const ofCoupon = redemptions.filter((redemption) => redemption.couponCode === couponCode)
    return couponThen(arrived, couponCode, ofCoupon)
  })
  const own = coupons.flatMap(({ redemptionId }) => (redemptionId === undefined ? [] : [redemptionId]))
  const history = { ...arrived, pricing: present.pricing && { ...present.pricing, own } }
  return { stored: { orderNo: 0, status, paidFen, history, lines, coupons, version: 0 }, arrivedKey }
}

/** The outcome of a coupon then: each time that the order stopped using it had a redemption, and the present use has another one. */
function couponThen(history: OrderHistory, couponCode: string, redemptions: readonly FoundRedemption[]): CouponOfOrder {
  const { cycles, isUsed } = wantedUse(history, couponCode)
  const isRedeemed = isUsed && redemptions.length > cycles
  const last = isRedeemed || cycles > 0 ? redemptions.at(-1) : undefined
  const isKept = !isUsed && last !== undefined && last.returned === undefined && redemptions.length <= cycles
  const outcome = isRedeemed ? 'redeemed' : isUsed ? 'refused' : isKept ? 'kept' : 'unused'
  const redemptionId = last?.redemptionId
  return { couponCode, outcome, problem: undefined, redemptionId, cycles, reconcileSinceMs: undefined }
}
