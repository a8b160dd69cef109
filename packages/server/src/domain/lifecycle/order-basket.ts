import { type BasketLine, maxFen, priceOnOrder } from '@yaoquan/basket'
import { sumOf } from '#domain/money'
import type { OrderRules } from '#domain/orders/order-history'
import type { OrderVersion, ShopOrderLine } from '#domain/orders/shop-order'
import { chainPolicyOf, newSellerPolicy } from '#domain/policy/seller-policy'
import type { RedeemedAmounts } from '#domain/sales/sale'
import { splitText } from '#domain/sales/sale-text'
import { offerOf, type UnsaidFact } from '#domain/templates/offer-of-coupon'
import { couponUseOf, hasWorth } from './judge-on-order.ts'
import { type StoredCoupon, type TemplateVersions, termsOf } from './stored-coupon.ts'

/** The lines of an order as coupons are judged on them, and what the ERP left unsaid. */
type OrderBasket = Readonly<{ lines: readonly BasketLine[]; unsaid: readonly UnsaidFact[] }>

/**
 * What coupons of an order are judged on. An order has neither level nor tags of a member, and its channel is that of the sale, not of the
 * coupon. Amounts are unsaid where a line has no quantity, categories where a line has none.
 */
export function orderBasketOf({ lines: ordered }: Pick<OrderVersion, 'lines'>): OrderBasket {
  const never = ['channel', 'level', 'tags'] as const
  if (ordered.length === 0) return { lines: [largeLine(undefined, 0, 1)], unsaid: [...never, 'goods', 'amount'] }
  const lines = basketLinesOfOrder(ordered)
  const hasCategories = ordered.every(({ category }) => category !== undefined)
  return {
    lines: lines ?? ordered.map((line, place) => largeLine(line, place, ordered.length)),
    unsaid: [
      ...never,
      ...(hasCategories ? [] : ['categories' as const]),
      ...(lines === undefined ? ['amount' as const] : []),
    ],
  }
}

/** The lines with what they cost before coupons; undefined where a line has no quantity. ERPs number no lines, so their places count. */
function basketLinesOfOrder(ordered: readonly ShopOrderLine[]): readonly BasketLine[] | undefined {
  const lines = ordered.flatMap((line, place): readonly BasketLine[] => {
    const { goodsId, quantityMilli, insuredFen = 0, drugClass } = line
    const amountFen = costOf(line)
    if (amountFen === undefined || quantityMilli === undefined) return []
    const named = { lineNo: place + 1, goodsId, categories: categoriesOf(line), quantityMilli, drugClass }
    return [{ ...named, amountFen, insuredFen: Math.min(insuredFen, amountFen) }]
  })
  return lines.length === ordered.length ? lines : undefined
}

/** What an order costs before coupons, fen; undefined where a line has no quantity. */
export function orderCostFen({ lines }: Pick<OrderVersion, 'lines'>): number | undefined {
  const costs = lines.map(costOf).filter((fen) => fen !== undefined)
  return costs.length === lines.length ? sumOf(costs) : undefined
}

/** What a line costs before coupons, fen; undefined without a quantity. */
function costOf({ quantityMilli, priceFen, paidFen }: ShopOrderLine): number | undefined {
  if (quantityMilli === undefined) return undefined
  return Math.max(Math.round((priceFen * quantityMilli) / 1000), paidFen)
}

/** Whether what was refunded of the lines adds up to what was paid. */
export function isFullyRefunded({ paidFen, lines }: Pick<OrderVersion, 'paidFen' | 'lines'>): boolean {
  return paidFen > 0 && lines.reduce((sum, { refundFen = 0 }) => sum + refundFen, 0) >= paidFen
}

/** A line of an order of unknown amount: all of them together are large enough for everything. */
function largeLine(line: ShopOrderLine | undefined, place: number, count: number): BasketLine {
  const categories = line === undefined ? [] : categoriesOf(line)
  const named = { lineNo: place + 1, goodsId: line?.goodsId, categories, drugClass: line?.drugClass }
  return { ...named, quantityMilli: line?.quantityMilli ?? 1_000, amountFen: Math.floor(maxFen / count) }
}

function categoriesOf({ category }: ShopOrderLine): readonly string[] {
  return category === undefined ? [] : [category]
}

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
