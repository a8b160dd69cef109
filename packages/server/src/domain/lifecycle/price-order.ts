import { priceOnOrder } from '@yaoquan/basket'
import type { OrderRules } from '#domain/orders/order-history'
import type { ShopOrderLine } from '#domain/orders/shop-order'
import { chainPolicyOf, newSellerPolicy } from '#domain/policy/seller-policy'
import { splitText } from '#domain/sales/sale-text'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'
import { offerOf } from '#domain/templates/offer-of-coupon'
import { couponUseOf, hasWorth } from './judge-on-order.ts'
import { basketLinesOfOrder } from './order-basket.ts'
import { type StoredCoupon, type TemplateVersions, termsOf } from './stored-coupon.ts'

/** What the amounts of an order depend on besides its coupons. */
export type PricedOrder = Readonly<{
  /** Lines of the newest version. */
  lines: readonly ShopOrderLine[]
  /** Rules at the arrival of the first version. */
  rules: OrderRules
}>

/**
 * What coupons that an order uses take of it, by code. It depends on the order's lines, the coupons' terms and the rules only, so it is the
 * same whichever version came last.
 * @returns undefined where that is not known: of a line the quantity, of a line the category where coupons have categories, or of a coupon
 * what it is worth
 */
export function priceOrder(
  versions: TemplateVersions,
  { lines: ordered, rules }: PricedOrder,
  coupons: readonly StoredCoupon[],
): ReadonlyMap<string, RedeemedAmounts> | undefined {
  const lines = basketLinesOfOrder(ordered)
  if (lines === undefined || !coupons.every((coupon) => hasWorth(couponUseOf(coupon)))) return undefined
  const sold = coupons.map((coupon) => {
    const template = termsOf(versions, couponUseOf(coupon))
    return { code: coupon.terms.couponCode, templateId: template?.couponId, offer: offerOf(coupon.terms, template) }
  })
  const hasCategories = sold.some(({ offer: { scope } }) => {
    return [scope.include, scope.exclude].some(({ categories = [] }) => categories.length > 0)
  })
  if (hasCategories && lines.some(({ categories }) => categories.length === 0)) return undefined
  const shares = priceOnOrder(lines, sold, chainPolicyOf({ ...newSellerPolicy, ...rules }))
  return new Map(
    Array.from(shares, ([code, byLine]) => {
      return [code, { offFen: byLine.reduce((sum, { fen }) => sum + fen, 0), split: splitText(byLine) }]
    }),
  )
}
