import { applyCoupons, type Take } from '../coupons/apply-coupons.ts'
import { type Candidate, candidateOf, compareApplication, isGift } from '../coupons/candidate.ts'
import { conflictsWith } from '../coupons/conflicts.ts'
import { type Judgement, judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, type PreparedBasket, prepareBasket } from '../lines/prepare-basket.ts'
import type { Combination, Gift, LineShare } from '../model/answer.ts'
import type { Basket } from '../model/basket.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { Exclusion } from '../model/exclusion.ts'
import type { ChainPolicy } from '../model/policy.ts'
import type { Reason } from '../model/reason.ts'
import { giftOf } from './choose-gifts.ts'
import { splitOf } from './combination.ts'

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

/** A coupon that an earlier call redeemed on the order, with what it took of each line. */
export type EarlierCoupon = Pick<BasketCoupon, 'code' | 'name' | 'templateId' | 'offer'> &
  Readonly<{ byLine: readonly LineShare[] }>

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
  const prepared = withEarlier(prepareBasket(basket, policy), earlier)
  const judgements = coupons.map((coupon) => judgeCoupon(coupon, prepared))
  const candidates = judgements.map(({ candidate }) => candidate)
  const earlierCandidates = earlier.map((coupon) => candidateOf({ ...coupon, state: { kind: 'unused' } }, prepared))
  const reducing = candidates.filter((candidate) => !isGift(candidate)).toSorted(compareApplication)
  const takes = applyCoupons(reducing, prepared.amounts, policy)
  const refusals = judgements
    .map((judgement) => ({
      couponCode: judgement.candidate.coupon.code,
      reasons: reasonsAgainst(judgement, { candidates, takes, policy, earlier: earlierCandidates }),
    }))
    .filter(({ reasons }) => reasons.length > 0)
  if (refusals.length > 0) return { kind: 'refused', refusals }
  return {
    kind: 'priced',
    combination: lessEarlier(splitOf(takes, prepared), earlier),
    gifts: candidates.filter(isGift).map(giftOf),
    exclusions: exclusionsOf(prepared),
  }
}

function withEarlier(prepared: PreparedBasket, earlier: readonly EarlierCoupon[]): PreparedBasket {
  if (earlier.length === 0) return prepared
  const taken = takenByLine(earlier)
  const takenFen = prepared.lines.map(({ line: { lineNo } }) => taken.get(lineNo) ?? 0)
  return { ...prepared, amounts: { ...prepared.amounts, takenFen } }
}

function lessEarlier<Priced extends Pick<Combination, 'payFen' | 'lines'>>(
  priced: Priced,
  earlier: readonly EarlierCoupon[],
): Priced {
  const taken = takenByLine(earlier)
  const lines = priced.lines.map((line) => ({ ...line, paidFen: line.paidFen - (taken.get(line.lineNo) ?? 0) }))
  return { ...priced, lines, payFen: lines.reduce((sum, { paidFen }) => sum + paidFen, 0) }
}

function takenByLine(earlier: readonly EarlierCoupon[]): ReadonlyMap<number, number> {
  const taken = new Map<number, number>()
  for (const { lineNo, fen } of earlier.flatMap(({ byLine }) => byLine))
    taken.set(lineNo, (taken.get(lineNo) ?? 0) + fen)
  return taken
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
  const placesTaken = earlier.filter((coupon) => !isGift(coupon)).length
  const isBeyond = place >= 0 && place + placesTaken >= policy.maxPerOrder
  const against = [...conflicts, ...(isBeyond ? [{ code: 'MAX_PER_ORDER' as const, max: policy.maxPerOrder }] : [])]
  if (against.length > 0) return against
  return takes[place]?.fen === 0 ? [{ code: 'NO_EFFECT' }] : []
}
