import { type CouponInTurn, misfitsInTurn } from '@yaoquan/basket'
import { startOfDay } from '#domain/dates'
import type { OrderRules } from '#domain/orders/order-history'
import type { OrderVersion } from '#domain/orders/shop-order'
import { chainPolicyOf, newSellerPolicy } from '#domain/policy/seller-policy'
import type { ShopWithGroups } from '#domain/shops/shop-list'
import { basketCouponOf, type UnjudgedTerm, withoutUnsaid } from '#domain/templates/offer-of-coupon'
import type { CouponRefusal } from './coupon-refusal.ts'
import { couponUseOf, earlierCouponOf } from './judge-on-order.ts'
import { orderBasketOf } from './order-basket.ts'
import { type RedeemedUse, type StoredCoupon, type TemplateVersions, termsOf } from './stored-coupon.ts'

/** A version of an order, and the rules that its coupons are judged by. */
export type JudgedVersion = Readonly<{
  version: Pick<OrderVersion, 'orderId' | 'shop' | 'createdAtMs' | 'lines'>
  rules: OrderRules
  /** The shop of the version with the groups that have it now; counts only if the first version was of another shop. */
  at: ShopWithGroups | undefined
}>

/** `isPresumed`: another call redeemed it for the order. */
type VersionCoupon = Readonly<{ coupon: StoredCoupon; isPresumed: boolean }>

/**
 * Judges the coupons of a version of an order, each beside those before it that fit: their terms on what the order says, never their state,
 * which other calls change (docs/reference/decisions.md, "What is judged where").
 * @param onOrder coupons that tills redeemed on the order, and that no version names
 */
export function judgeVersion(
  versions: TemplateVersions,
  { version, rules, at }: JudgedVersion,
  coupons: readonly VersionCoupon[],
  onOrder: readonly RedeemedUse[] = [],
): Readonly<{
  misfits: ReadonlyMap<string, CouponRefusal>
  /** Terms that were taken as fulfilled, keyed by the codes of coupons that have any. */
  unjudged: ReadonlyMap<string, readonly UnjudgedTerm[]>
}> {
  const { orderId, shop, createdAtMs: atMs } = version
  const { lines, unsaid } = orderBasketOf(version)
  const facts = new Set([...unsaid, ...(shop === undefined ? (['shop'] as const) : [])])
  const ofTills = onOrder.map((use): CouponInTurn => {
    return { coupon: { ...earlierCouponOf(use, termsOf(versions, use)), state: { kind: 'unused' } }, isPresumed: true }
  })
  const ofShop = rules.at?.shop === shop ? rules.at : at
  const unjudged = new Map<string, readonly UnjudgedTerm[]>()
  const inTurn = coupons.map(({ coupon: stored, isPresumed }): CouponInTurn => {
    const unused = { terms: stored.terms, state: { kind: 'unused' } } as const
    const coupon = basketCouponOf(unused, termsOf(versions, couponUseOf(stored)), ofShop)
    const judged = withoutUnsaid(coupon.offer, facts)
    if (judged.unjudged.length > 0) unjudged.set(coupon.code, judged.unjudged)
    return { coupon: { ...coupon, offer: judged.offer }, atMs: momentOf(stored, atMs), isPresumed }
  })
  const policy = chainPolicyOf({ ...newSellerPolicy, ...rules })
  const reasons = misfitsInTurn({ orderId, shop, atMs, lines }, [...ofTills, ...inTurn], policy)
  const misfits = Array.from(reasons, ([couponCode, reason]) => {
    return [couponCode, { kind: 'not-usable', couponCode, reason, orderId }] as const
  })
  return { misfits: new Map(misfits), unjudged }
}

/** The moment of the order, but not before the coupon was issued. Issuers outside report coupons later. */
function momentOf({ issuedAtMs, terms: { billDate } }: StoredCoupon, createdAtMs: number): number {
  const fromMs = billDate === undefined ? issuedAtMs : Math.min(issuedAtMs, startOfDay(billDate))
  return Math.max(createdAtMs, fromMs)
}
