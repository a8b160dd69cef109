import {
  type Basket,
  type BasketCoupon,
  type BasketLine,
  type EarlierCoupon,
  maxFen,
  type Offer,
  type PricedCoupons,
  priceCoupons,
} from '@yaoquan/basket'
import { splitText } from '#domain/basket/split-text'
import type { CouponTerms } from '#domain/coupon/coupon'
import { chainPolicyOf, newSellerPolicy, type SellerPolicy, type VersionedPolicy } from '#domain/policy/seller-policy'
import type { SoldLines } from '#domain/sales/sale'
import { soldLines } from '#domain/sales/sold-lines'
import type { RedeemedAmounts } from '#domain/sales/stored-redemption'
import { sumOf } from '#domain/sum-of'
import { offerOf } from '#domain/templates/offer-of-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { TemplateWriter } from '#domain/templates/template-store'
import type { CouponUse, RedeemedUse } from './lifecycle-store.ts'
import type { CouponRefusal } from './refusal.ts'

/** What coupons are redeemed on, as far as the till says it. */
export type RedeemedBasket = Readonly<{
  amounts:
    | Readonly<{ kind: 'lines'; lines: readonly BasketLine[] }>
    /** One sum for the order; its goods are not known, so every coupon applies to all of it. */
    | Readonly<{ kind: 'total'; fen: number }>
    | Readonly<{ kind: 'unknown' }>
  channel: string | undefined
  member: Basket['member']
}>

/** An order of which nothing is known, under rules that limit as little as they can. */
export const unpriced = {
  basket: { amounts: { kind: 'unknown' }, channel: undefined, member: undefined },
  policy: { policy: { ...newSellerPolicy, maxPerOrder: 20 }, version: 0, setAtMs: undefined },
  quote: undefined,
} as const satisfies Readonly<{ basket: RedeemedBasket; policy: VersionedPolicy; quote: undefined }>

export type PricedUses = Readonly<{
  kind: 'priced'
  /** By code, of coupons whose worth is known; empty if the amounts of the order are not. */
  amounts: ReadonlyMap<string, RedeemedAmounts>
  /** What the order costs with these coupons and those before; undefined if that is not known. */
  combination: Extract<PricedCoupons, { kind: 'priced' }>['combination'] | undefined
  /** What is kept for returns; undefined unless the lines are known, and what each of the coupons takes. */
  sold: SoldLines | undefined
}>

type Pricing = Readonly<{
  orderId: string
  atMs: number
  basket: RedeemedBasket
  policy: SellerPolicy
  uses: readonly (CouponUse & Readonly<{ terms: CouponTerms }>)[]
  earlier: readonly RedeemedUse[]
}>

/**
 * What coupons take off an order beside those that are on it, or why one of them cannot be used. State, dates, shop and threshold of each
 * were checked before.
 */
export async function priceUses(
  writer: Pick<TemplateWriter, 'findTemplateTerms'>,
  { orderId, atMs, basket, policy, uses, earlier }: Pricing,
): Promise<PricedUses | Readonly<{ kind: 'refused'; refusal: CouponRefusal }>> {
  const templates = await templatesOf(writer, [...uses, ...earlier])
  const withScope = scoping(basket)
  const worth = uses.filter(hasWorth)
  const coupons = worth.map((use): BasketCoupon => {
    const offer = withScope(offerOf(use.terms, templates(use)))
    return { ...named(use), offer, state: { kind: 'unused' } }
  })
  const before = earlier.map((use): EarlierCoupon => {
    const coupon = earlierCouponOf(use, templates(use))
    return { ...coupon, offer: withScope(coupon.offer) }
  })
  const { channel, member } = basket
  const coveredFen = sumOf(earlier.map(takenFen))
  const asked = { atMs, channel, member, lines: linesOf(basket) }
  const priced = priceCoupons(asked, { coupons, earlier: before }, chainPolicyOf(policy))
  if (priced.kind === 'refused') {
    // Of a sum that is used up, coupons took all.
    const usedUpFen = basket.amounts.kind === 'total' ? basket.amounts.fen : coveredFen
    return { kind: 'refused', refusal: refusalOf(priced, { orderId, coveredFen: usedUpFen }) }
  }
  const { combination } = priced
  if (basket.amounts.kind === 'unknown')
    return { kind: 'priced', amounts: new Map(), combination: undefined, sold: undefined }
  const unknown = uses.find((use) => !hasWorth(use))
  if (unknown !== undefined && coveredFen > 0 && coveredFen >= sumOf(asked.lines.map(({ amountFen }) => amountFen))) {
    const { couponCode } = unknown
    return { kind: 'refused', refusal: { kind: 'order-covered', couponCode, orderId, coveredFen } }
  }
  const amounts = new Map(worth.map(({ couponCode }) => [couponCode, amountsOf(couponCode, combination)]))
  const offers = [...coupons, ...before].map(({ offer }) => offer)
  const sold =
    basket.amounts.kind === 'lines' && unknown === undefined
      ? soldLines({ lines: basket.amounts.lines, policy: chainPolicyOf(policy), offers })
      : undefined
  return { kind: 'priced', amounts, combination, sold }
}

/** A coupon that is on the order, as the engine counts it. @param template of the version it was claimed from */
export function earlierCouponOf(use: RedeemedUse, template: TemplateTerms | undefined): EarlierCoupon {
  const { couponAmountFen, byLine } = use
  // It is judged no more, so of its own terms only the amount matters.
  return { ...named(use), offer: offerOf({ couponAmountFen }, template), offFen: takenFen(use), byLine }
}

type RefusedPrice = Extract<PricedCoupons, { kind: 'refused' }>

/** @param beside.coveredFen what other coupons took of the order; 0 if that is not known */
function refusalOf(
  { refusals }: RefusedPrice,
  { orderId, coveredFen }: Readonly<{ orderId: string; coveredFen: number }>,
): CouponRefusal {
  const [first] = refusals
  const [reason] = first?.reasons ?? []
  if (first === undefined || reason === undefined) throw new TypeError('a refusal without a reason')
  const { couponCode } = first
  if (reason.code === 'NO_EFFECT' && coveredFen > 0) return { kind: 'order-covered', couponCode, orderId, coveredFen }
  return { kind: 'not-fitting', couponCode, reason, orderId }
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

/** An order of unknown amount is judged as one that is large enough for everything; its amounts are not used. */
export function linesOf({ amounts }: RedeemedBasket): readonly BasketLine[] {
  if (amounts.kind === 'lines') return amounts.lines
  const amountFen = amounts.kind === 'total' ? amounts.fen : maxFen
  return [{ lineNo: 1, categories: [], quantityMilli: 1_000, amountFen }]
}

/** Goods of an order that gives none are not known, so every coupon applies to all of it. */
export function scoping({ amounts }: RedeemedBasket): (offer: Offer) => Offer {
  if (amounts.kind === 'lines') return (offer) => offer
  return (offer) => ({ ...offer, scope: { include: {}, exclude: {} } })
}

function named({ couponCode, couponName, couponId, templateVersion }: CouponUse) {
  return { code: couponCode, name: couponName, templateId: templateVersion === undefined ? undefined : couponId }
}

/** Reads each version once, since the seller's other writes wait meanwhile. Coupons that were issued elsewhere have none. */
export async function templatesOf(
  writer: Pick<TemplateWriter, 'findTemplateTerms'>,
  uses: readonly CouponUse[],
): Promise<(use: CouponUse) => TemplateTerms | undefined> {
  const found = new Map<string, TemplateTerms>()
  for (const [key, { couponId, templateVersion }] of new Map(uses.map((use) => [keyOf(use), use]))) {
    if (couponId === undefined || templateVersion === undefined) continue
    found.set(key, await writer.findTemplateTerms(couponId, templateVersion))
  }
  return (use) => found.get(keyOf(use))
}

function keyOf({ couponId, templateVersion }: CouponUse): string {
  return templateVersion === undefined ? '' : `${templateVersion}:${couponId}`
}
