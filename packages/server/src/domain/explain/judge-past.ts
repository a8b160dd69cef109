import { type Basket, type BasketMember, evaluateBasket, type Reason } from '@yaoquan/basket'
import { listOf } from '#domain/comma-list'
import { type JudgedOrder, linesOf, type RedeemedBasket, unsaidFacts } from '#domain/lifecycle/judge-on-order'
import { chainPolicyOf, type SellerPolicy } from '#domain/policy/seller-policy'
import { groupsIn, type ShopWithGroups } from '#domain/shops/shop-list'
import { basketCouponOf, withoutUnsaid } from '#domain/templates/offer-of-coupon'
import type { TemplateTerms } from '#domain/templates/template'
import type { PastCoupon } from './past-coupon.ts'
import type { PastRules } from './past-rules.ts'

export type JudgedBasket = RedeemedBasket & Pick<Basket, 'orderId' | 'shop' | 'atMs'> & Pick<JudgedOrder, 'unsaid'>

export type Judged = Readonly<{
  /** Every reason against the coupon by itself. */
  reasons: readonly Reason[]
  /** The amount that is missing to the coupon's threshold, in fen. */
  missingFen: number
}>

export type JudgedParts = Readonly<{
  past: PastCoupon
  template: TemplateTerms | undefined
  /** The groups that have the shop. */
  at: ShopWithGroups | undefined
  policy: SellerPolicy
  /** The coupon's member, as far as its terms need one. */
  holder: BasketMember | undefined
}>

/** A coupon by itself on a basket, by the engine that evaluates baskets. */
export function judgePast({ past, template, at, policy, holder }: JudgedParts, basket: JudgedBasket): Judged {
  const { orderId, shop, atMs, channel, member, unsaid } = basket
  const judged = basketCouponOf(past.coupon, template, at)
  const state = past.coupon.state.kind === 'void' ? ({ kind: 'void', reason: voidReason(past) } as const) : judged.state
  const { offer } = withoutUnsaid(judged.offer, unsaidFacts({ basket, shop, unsaid }))
  const coupon = { ...judged, state, offer, holder }
  const input = { orderId, shop, atMs, channel, member, lines: linesOf(basket) }
  const [verdict] = evaluateBasket(input, [coupon], chainPolicyOf(policy)).verdicts
  if (verdict === undefined) throw new TypeError('a coupon without a verdict')
  const { usable, reasons, missingFen } = verdict
  // If no goods of the basket are in scope, more goods out of scope change nothing.
  return {
    reasons: usable ? [] : reasons,
    missingFen: reasons.some(({ code }) => code === 'NO_SCOPE') ? 0 : missingFen,
  }
}

function voidReason({ events }: PastCoupon): string | undefined {
  const voided = events.findLast(({ kind }) => kind === 'voided')
  const { reason }: Readonly<{ reason?: string }> = JSON.parse(voided?.after ?? '{}')
  return reason
}

/** A shop, and the groups of a coupon that had it. */
export async function shopOfThen(
  rules: Pick<PastRules, 'findGroup'>,
  shops: string | undefined,
  shop: string | undefined,
): Promise<ShopWithGroups | undefined> {
  if (shop === undefined) return undefined
  const groups: string[] = []
  for (const name of groupsIn(shops)) {
    if (listOf((await rules.findGroup(name)) ?? '').includes(shop)) groups.push(name)
  }
  return { shop, groups }
}
