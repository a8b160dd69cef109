import { applyCoupons, applyJudged, sumOfTakes, type Take } from '../coupons/apply-coupons.ts'
import { type Candidate, compareApplication, isGift, isReducing, judgedCandidate } from '../coupons/candidate.ts'
import { type Judgement, judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, type PreparedBasket, prepareBasket } from '../coupons/prepare-basket.ts'
import type { Combination, Exclusion, Gift, LineShare, Reason } from '../model/answer.ts'
import type { Basket, BasketLine } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import type { SoldCoupon } from '../model/sale.ts'
import { giftOf, lineShares, splitOf } from './combination.ts'
import {
  conflictsWith,
  type EarlierCoupon,
  lessTaken,
  orderOfReasons,
  placesTaken,
  takenByLine,
  withTaken,
} from './earlier-coupons.ts'

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

/** @param reasons the first of them is the one that `evaluateBasket` gives first where it judges the same */
export type CouponRefusal = Readonly<{ couponCode: string; reasons: readonly [Reason, ...Reason[]] }>

export type RedeemedCoupons = Readonly<{
  /** Coupons with different codes; none gives the basket without coupons. */
  coupons: readonly BasketCoupon[]
  /** They count for limits, and lines cost less by what they took. Thresholds and percentages count the lines as they were. */
  earlier?: readonly EarlierCoupon[]
}>

/**
 * Judges and prices exactly the given coupons on a basket: all of them, or none.
 * @returns what they take beside the earlier ones; `payFen` is less by both
 */
export function priceCoupons(
  basket: Basket,
  { coupons, earlier = [] }: RedeemedCoupons,
  policy: ChainPolicy,
): PricedCoupons {
  const taken = takenByLine(basket, earlier)
  const prepared = withTaken(prepareBasket(basket, policy), taken)
  const judgements = coupons.map((coupon) => judgeCoupon(coupon, prepared))
  const candidates = judgements.map(({ candidate }) => candidate)
  const takes = applyCoupons(candidates.filter(isReducing).toSorted(compareApplication), prepared.amounts, policy)
  const beside = { candidates, takes, prepared, earlier: earlier.map((coupon) => judgedCandidate(coupon, prepared)) }
  const refusals = judgements.flatMap((judgement): readonly CouponRefusal[] => {
    const [first, ...more] = reasonsAgainst(judgement, beside)
    return first === undefined ? [] : [{ couponCode: judgement.candidate.coupon.code, reasons: [first, ...more] }]
  })
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
  prepared: PreparedBasket
  earlier: readonly Candidate[]
}>

/** Reasons of the coupon itself come first, then those of the combination, then that it takes nothing. */
function reasonsAgainst(
  { candidate, reasons }: Judgement,
  { candidates, takes, prepared: { policy, amounts }, earlier }: Beside,
): readonly Reason[] {
  const others = candidates.filter((other) => other !== candidate)
  const conflicts = conflictsWith(candidate, [...others, ...earlier])
  const isBeyond = !isGift(candidate) && placeOf(candidate, candidates) + placesTaken(earlier) >= policy.maxPerOrder
  const against = [...conflicts, ...(isBeyond ? [{ code: 'MAX_PER_ORDER' as const, max: policy.maxPerOrder }] : [])]
  const known = orderOfReasons(reasons, against)
  if (known.length > 0) return known
  if (takes.find((take) => take.candidate === candidate)?.fen !== 0) return []
  const earlierFen = (amounts.takenFen ?? []).reduce((sum, fen) => sum + fen, 0)
  return [{ code: 'NO_EFFECT', takenFen: sumOfTakes(takes) + earlierFen }]
}

/** Coupons of an order have its places in the order of application. */
function placeOf(candidate: Candidate, candidates: readonly Candidate[]): number {
  return candidates.filter((other) => !isGift(other) && compareApplication(other, candidate) < 0).length
}

/**
 * What coupons that were used on an order take of its lines. They are judged no more: one whose threshold the lines do not reach, or that
 * finds none of its goods, takes nothing.
 * @param coupons with different codes, in any order
 * @returns by code what each takes of each line, without zeros; gifts take nothing
 */
export function priceOnOrder(
  lines: readonly BasketLine[],
  coupons: readonly SoldCoupon[],
  policy: ChainPolicy,
): ReadonlyMap<string, readonly LineShare[]> {
  const prepared = prepareBasket({ atMs: 0, lines }, policy)
  const shares = applyJudged(coupons, prepared).map(
    (take) => [take.candidate.coupon.code, lineShares(take, prepared.lines)] as const,
  )
  return new Map([...coupons.map(({ code }) => [code, []] as const), ...shares])
}
