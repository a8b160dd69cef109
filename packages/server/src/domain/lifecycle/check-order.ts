import { listOf } from '#domain/comma-list'
import type { CouponTerms } from '#domain/coupon/coupon'
import type { ShopGroupFinder } from '#domain/shops/shop-group-store'
import { groupsIn, includesShop } from '#domain/shops/shop-list'
import { sumOf } from '#domain/sum-of'
import type { Refusal } from './refusal.ts'

/** An order as far as the till describes it. Absent members are not checked. */
export type Order = OrderAmounts &
  Readonly<{
    shop: string | undefined
    /** Groups that have the shop, of those that its coupons name; see `withShopGroups`. */
    shopGroups?: readonly string[] | undefined
  }>

type OrderAmounts = Readonly<{
  amountFen: number | undefined
  /** Amounts by category. */
  lines: readonly OrderLine[]
}>

export type OrderLine = Readonly<{ categories: readonly string[]; amountFen: number }>

/**
 * Shop, category and threshold. With lines and a coupon for certain categories, only the lines of those categories
 * count towards the threshold; else the order's amount does, or the sum of its lines.
 */
export function checkOrder(terms: CouponTerms, order: Order): Refusal | undefined {
  return checkShop(terms, order) ?? checkCategory(terms, order) ?? checkAmount(terms, order)
}

function checkShop({ shop }: CouponTerms, order: Order): Refusal | undefined {
  if (shop === undefined || order.shop === undefined) return undefined
  const isValid = includesShop(shop, { shop: order.shop, groups: order.shopGroups ?? [] })
  return isValid ? undefined : { kind: 'shop-not-allowed', shop }
}

/** The order with the groups of its shop, as they are now. Nothing is read where no coupon names a group. */
export async function withShopGroups(
  order: Order,
  coupons: Iterable<Readonly<{ terms: CouponTerms }>>,
  finder: Pick<ShopGroupFinder, 'findGroupsWithShop'>,
): Promise<Order> {
  const names = [...new Set([...coupons].flatMap(({ terms }) => groupsIn(terms.shop)))]
  if (order.shop === undefined || names.length === 0) return order
  return { ...order, shopGroups: await finder.findGroupsWithShop(names, order.shop) }
}

function checkCategory({ category }: CouponTerms, { lines }: Order): Refusal | undefined {
  if (category === undefined || lines.length === 0) return undefined
  const allowed = listOf(category)
  return lines.some((line) => isOf(line, allowed)) ? undefined : { kind: 'category-not-allowed', category }
}

function checkAmount(terms: CouponTerms, order: Order): Refusal | undefined {
  const amountFen = countingAmountFen(terms, order)
  if (terms.orderAmountFen === undefined || amountFen === undefined) return undefined
  const missingFen = terms.orderAmountFen - amountFen
  return missingFen > 0 ? { kind: 'amount-too-low', missingFen } : undefined
}

/** The order's amount, as far as the till gives it. */
export function orderAmountFen({ amountFen, lines }: OrderAmounts): number | undefined {
  return amountFen ?? (lines.length === 0 ? undefined : sumOf(lines.map((line) => line.amountFen)))
}

function countingAmountFen({ category }: CouponTerms, { amountFen, lines }: OrderAmounts): number | undefined {
  if (lines.length === 0) return amountFen
  if (category === undefined) return orderAmountFen({ amountFen, lines })
  const allowed = listOf(category)
  return sumOf(lines.filter((line) => isOf(line, allowed)).map((line) => line.amountFen))
}

function isOf({ categories }: OrderLine, allowed: readonly string[]): boolean {
  return categories.some((category) => allowed.includes(category))
}
