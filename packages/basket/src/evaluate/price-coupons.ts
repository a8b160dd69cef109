import { applyCoupons, type Take } from '../coupons/apply-coupons.ts'
import { type Candidate, compareApplication, isGift, judgedCandidate } from '../coupons/candidate.ts'
import { conflictsWith } from '../coupons/conflicts.ts'
import { type Judgement, judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, prepareBasket } from '../lines/prepare-basket.ts'
import type { Combination, Gift } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { Exclusion } from '../model/exclusion.ts'
import type { ChainPolicy } from '../model/policy.ts'
import type { Reason } from '../model/reason.ts'
import { giftOf } from './choose-gifts.ts'
import { splitOf } from './combination.ts'
import { type EarlierCoupon, lessTaken, placesTaken, takenByLine, withTaken } from './earlier-coupons.ts'

/** What coupons that the caller chose take together, or why they cannot be used together. */
export type PricedCoupons =
  | Readonly<{
      kind: 'priced'
      combination: Omit<Combination, 'exact' | 'bestPossibleFen'>
      gifts: readonly Gift[]
      exclusions: readonly Exclusion[]
    }>
  /** Coupons that are in the way, with their reasons. */
  | Readonly<{ kind: 'refused'; refusals: readonly CouponRefusal[] }>

export type CouponRefusal = Readonly<{ couponCode: string; reasons: readonly Reason[] }>

export type RedeemedCoupons = Readonly<{
  /** With different codes; none: the basket without coupons. */
  coupons: readonly BasketCoupon[]
  /** They count for limits, and lines cost less by what they took. Thresholds and percentages count the lines as they were. */
  earlier?: readonly EarlierCoupon[]
}>

/**
 * Prices exactly the given coupons on a basket: all of them, or none.
 * @returns what they take beside the earlier ones; `payFen` is less by both
 */
export function priceCoupons(
  basket: Basket,
  { coupons, earlier = [] }: RedeemedCoupons,
  policy: ChainPolicy,
): PricedCoupons {
  const taken = takenByLine(basket, earlier)
  const prepared = prepareBasket(basket, policy)
  const judgements = coupons.map((coupon) => judgeCoupon(coupon, prepared))
  const candidates = judgements.map(({ candidate }) => candidate)
  const earlierCandidates = earlier.map((coupon) => judgedCandidate(coupon, prepared))
  const reducing = candidates.filter((candidate) => !isGift(candidate)).toSorted(compareApplication)
  const takes = applyCoupons(reducing, withTaken(prepared, taken).amounts, policy)
  const refusals = judgements
    .map((judgement) => ({
      couponCode: judgement.candidate.coupon.code,
      reasons: reasonsAgainst(judgement, { candidates, takes, policy, earlier: earlierCandidates }),
    }))
    .filter(({ reasons }) => reasons.length > 0)
  if (refusals.length > 0) return { kind: 'refused', refusals }
  return {
    kind: 'priced',
    combination: lessTaken(splitOf(takes, prepared), taken),
    gifts: candidates.filter(isGift).map(giftOf),
    exclusions: exclusionsOf(prepared),
  }
}

type Beside = Readonly<{
  candidates: readonly Candidate[]
  takes: readonly Take[]
  policy: ChainPolicy
  earlier: readonly Candidate[]
}>

/** By itself, then beside the others, then for taking nothing. */
function reasonsAgainst(
  { candidate, reasons }: Judgement,
  { candidates, takes, policy, earlier }: Beside,
): readonly Reason[] {
  if (reasons.length > 0) return reasons
  const others = candidates.filter((other) => other !== candidate)
  const conflicts = conflictsWith(candidate, [...others, ...earlier])
  const place = takes.findIndex((take) => take.candidate === candidate)
  const isBeyond = place >= 0 && place + placesTaken(earlier) >= policy.maxPerOrder
  const against = [...conflicts, ...(isBeyond ? [{ code: 'MAX_PER_ORDER' as const, max: policy.maxPerOrder }] : [])]
  if (against.length > 0) return against
  return takes[place]?.fen === 0 ? [{ code: 'NO_EFFECT' }] : []
}
