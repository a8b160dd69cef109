import {
  type BasketCoupon,
  type BasketLine,
  type BasketMember,
  type EarlierCoupon,
  maxFen,
  type PricedCoupons,
  priceCoupons,
} from '@yaoquan/basket'
import { sumOf } from '#domain/money'
import { chainPolicyOf, newSellerPolicy, type SellerPolicy, type VersionedPolicy } from '#domain/policy/seller-policy'
import type { RedeemedAmounts, SoldLines } from '#domain/sales/sale'
import { splitText } from '#domain/sales/sale-text'
import { groupsIn } from '#domain/shops/shop-list'
import {
  basketCouponOf,
  offerOf,
  type UnjudgedTerm,
  type UnsaidFact,
  withoutUnsaid,
} from '#domain/templates/offer-of-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import { load, type Reading } from './act.ts'
import type { CouponRefusal } from './coupon-refusal.ts'
import { groupsWithShop, templateVersions } from './reads.ts'
import { soldLines } from './record-sale.ts'
import { type CouponUse, type RedeemedUse, type StoredCoupon, type TemplateVersions, termsOf } from './stored-coupon.ts'

/** What coupons are redeemed on, as far as the till says it. */
export type RedeemedBasket = Readonly<{
  amounts:
    | Readonly<{ kind: 'lines'; lines: readonly BasketLine[] }>
    /** One sum for the order; its goods are not known, so every coupon applies to all of it. */
    | Readonly<{ kind: 'total'; fen: number }>
    | Readonly<{ kind: 'unknown' }>
  channel: string | undefined
  /** The member that the till names. */
  member: BasketMember | undefined
}>

/** An order of which nothing is known, under rules that limit as little as they can. */
export const unpriced = {
  basket: { amounts: { kind: 'unknown' }, channel: undefined, member: undefined },
  policy: { policy: { ...newSellerPolicy, maxPerOrder: 20 }, version: 0, setAtMs: undefined },
  quote: undefined,
  holders: new Map<string, BasketMember>(),
  mustKnowShop: false,
} as const satisfies Readonly<{
  basket: RedeemedBasket
  policy: VersionedPolicy
  quote: undefined
  holders: JudgedOrder['holders']
  mustKnowShop: boolean
}>

/** An order at a moment, and the rules that it is judged by. */
export type JudgedOrder = Readonly<{
  orderId: string
  shop: string | undefined
  /** When the coupons are used, epoch milliseconds: dates and hours count for it. */
  atMs: number
  /** Holds count for it, epoch milliseconds. */
  nowMs: number
  basket: RedeemedBasket
  policy: SellerPolicy
  /** Level and tags of the members of coupons whose terms ask for them, by code. */
  holders: ReadonlyMap<string, BasketMember>
  /** What the caller cannot say, besides what is absent in the basket. */
  unsaid?: readonly UnsaidFact[] | undefined
  earlier: readonly RedeemedUse[]
}>

/** What coupons take. */
export type PricedUses = Readonly<{
  kind: 'priced'
  /** Amounts of coupons whose worth is known, keyed by code; empty if the amounts of the order are unknown. */
  amounts: ReadonlyMap<string, RedeemedAmounts>
  /** What the order costs with these coupons and those before; undefined if that is not known. */
  combination: Extract<PricedCoupons, { kind: 'priced' }>['combination'] | undefined
  /** What is kept for returns; undefined unless the lines are known, and what each of the coupons takes. */
  sold: SoldLines | undefined
  /** Terms that were taken as fulfilled, keyed by the codes of coupons that have any. */
  unjudged: ReadonlyMap<string, readonly UnjudgedTerm[]>
}>

/** What coupons are judged by besides the order. */
export type JudgingFacts = Readonly<{
  versions: TemplateVersions
  /** Those of the groups that coupons name which have the shop now. */
  groups: readonly string[]
}>

/** Loads the terms of coupons and of those on the order, and which groups of shops the coupons name. */
export function judgingFacts(
  shop: string | undefined,
  coupons: readonly StoredCoupon[],
  earlier: readonly CouponUse[],
): Reading<JudgingFacts> {
  const names = [...new Set(coupons.flatMap(({ terms }) => groupsIn(terms.shop)))]
  return load({
    versions: templateVersions([...coupons.map(couponUseOf), ...earlier]),
    groups: groupsWithShop(shop === undefined ? [] : names, shop ?? ''),
  })
}

/**
 * Judges and prices coupons on an order beside those that are on it, by the engine of `yaoquan.basket.evaluate`.
 * @param coupons with different codes
 * @returns their amounts, or the refusals in the order of the coupons
 */
export function judgeOnOrder(
  facts: JudgingFacts,
  order: JudgedOrder,
  coupons: readonly StoredCoupon[],
): PricedUses | Readonly<{ kind: 'refused'; refusals: ReadonlyMap<string, CouponRefusal> }> {
  const { orderId, shop, atMs, basket, earlier } = order
  const { channel, member } = basket
  const offered = offeredCoupons(facts, order, coupons)
  const unsaid = unsaidFacts(order)
  const before = earlier.map((use): EarlierCoupon => {
    const coupon = earlierCouponOf(use, termsOf(facts.versions, use))
    return { ...coupon, offer: withoutUnsaid(coupon.offer, unsaid).offer }
  })
  const input = { orderId, shop, atMs, channel, member, lines: linesOf(basket) }
  const policy = chainPolicyOf(order.policy)
  const priced = priceCoupons(input, { coupons: offered.map(({ coupon }) => coupon), earlier: before }, policy)
  if (priced.kind === 'refused') {
    const refusals = priced.refusals.map(({ couponCode, reasons: [reason] }) => {
      return [couponCode, { kind: 'not-usable', couponCode, reason, orderId }] as const
    })
    return { kind: 'refused', refusals: new Map(refusals) }
  }
  const unjudged = new Map(
    offered.flatMap((each) => (each.unjudged.length === 0 ? [] : [[each.coupon.code, each.unjudged] as const])),
  )
  const { combination } = priced
  if (basket.amounts.kind === 'unknown') {
    return { kind: 'priced', amounts: new Map(), combination: undefined, sold: undefined, unjudged }
  }
  const worth = coupons.filter((coupon) => hasWorth(couponUseOf(coupon)))
  const amounts = new Map(worth.map(({ terms: { couponCode } }) => [couponCode, amountsOf(couponCode, combination)]))
  const offers = [...offered.map(({ coupon }) => coupon), ...before].map(({ offer }) => offer)
  const sold =
    basket.amounts.kind === 'lines' && worth.length === coupons.length
      ? soldLines({ lines: basket.amounts.lines, policy, offers })
      : undefined
  return { kind: 'priced', amounts, combination, sold, unjudged }
}

type Offered = Readonly<{ coupon: BasketCoupon; unjudged: readonly UnjudgedTerm[] }>

/** Coupons as the engine judges them on an order, and their terms that it cannot judge. */
export function offeredCoupons(
  { versions, groups }: JudgingFacts,
  order: JudgedOrder,
  coupons: readonly StoredCoupon[],
): readonly Offered[] {
  const { shop, atMs, nowMs, holders } = order
  const at = shop === undefined ? undefined : { shop, groups }
  const unsaid = unsaidFacts(order)
  return coupons.map((stored) => {
    const state = stateAt(stored, { atMs, nowMs })
    const coupon = basketCouponOf({ terms: stored.terms, state }, termsOf(versions, couponUseOf(stored)), at)
    const { offer, unjudged } = withoutUnsaid(coupon.offer, unsaid)
    return { coupon: { ...coupon, offer, holder: holders.get(coupon.code) }, unjudged }
  })
}

/** Holds count for the present moment, whenever the till says that it used the coupon. */
export function stateAt(
  { state }: Pick<StoredCoupon, 'state'>,
  { atMs, nowMs }: Pick<JudgedOrder, 'atMs' | 'nowMs'>,
): StoredCoupon['state'] {
  if (state.kind !== 'held') return state
  return nowMs >= state.untilMs ? { kind: 'unused' } : { ...state, untilMs: Math.max(state.untilMs, atMs + 1) }
}

/** What the caller did not say of an order. */
export function unsaidFacts({
  basket: { amounts },
  shop,
  unsaid = [],
}: Pick<JudgedOrder, 'basket' | 'shop' | 'unsaid'>): ReadonlySet<UnsaidFact> {
  const ofAmounts: Readonly<Record<RedeemedBasket['amounts']['kind'], readonly UnsaidFact[]>> = {
    lines: [],
    total: ['goods'],
    unknown: ['goods', 'amount'],
  }
  return new Set([...unsaid, ...ofAmounts[amounts.kind], ...(shop === undefined ? (['shop'] as const) : [])])
}

/** A coupon that is on the order, as the engine counts it. @param template of the version it was claimed from */
export function earlierCouponOf(use: RedeemedUse, template: TemplateTerms | undefined): EarlierCoupon {
  const { couponAmountFen, byLine } = use
  // It is judged no more, so of its own terms only the amount matters.
  return { ...named(use), offer: offerOf({ couponAmountFen }, template), offFen: takenFen(use), byLine }
}

/** The data of a coupon that decides whether it may be used beside others. */
export function couponUseOf({ terms, templateVersion }: Pick<StoredCoupon, 'terms' | 'templateVersion'>): CouponUse {
  return { ...terms, templateVersion }
}

/** What a coupon that was issued elsewhere without an amount is worth, only its issuer knows: it is redeemed without one. */
export function hasWorth({ couponAmountFen = 0, templateVersion }: CouponUse): boolean {
  return templateVersion !== undefined || couponAmountFen > 0
}

/** What a coupon took that is on the order: its face, if it was redeemed without amounts. */
function takenFen({ offFen, couponAmountFen = 0 }: RedeemedUse): number {
  return offFen ?? couponAmountFen
}

/** What a coupon takes of a combination. */
export function amountsOf(couponCode: string, { lines }: NonNullable<PricedUses['combination']>): RedeemedAmounts {
  const byLine = lines.flatMap(({ lineNo, byCoupon }) =>
    byCoupon.filter(({ code }) => code === couponCode).map(({ fen }) => ({ lineNo, fen })),
  )
  return { offFen: sumOf(byLine.map(({ fen }) => fen)), split: splitText(byLine) }
}

/** What an order costs before coupons; undefined if the till does not say it. */
export function orderFenOf({ amounts }: RedeemedBasket): number | undefined {
  if (amounts.kind === 'unknown') return undefined
  return amounts.kind === 'total' ? amounts.fen : sumOf(amounts.lines.map(({ amountFen }) => amountFen))
}

/** An order of unknown amount is judged as one that is large enough for everything; its amounts are not used. */
export function linesOf({ amounts }: RedeemedBasket): readonly BasketLine[] {
  if (amounts.kind === 'lines') return amounts.lines
  const amountFen = amounts.kind === 'total' ? amounts.fen : maxFen
  return [{ lineNo: 1, categories: [], quantityMilli: 1_000, amountFen }]
}

function named({ couponCode, couponName, couponId, templateVersion }: CouponUse) {
  return { code: couponCode, name: couponName, templateId: templateVersion === undefined ? undefined : couponId }
}
