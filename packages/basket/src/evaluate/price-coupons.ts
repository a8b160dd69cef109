import { applyCoupons, type Take } from '../coupons/apply-coupons.ts'
import { type Candidate, candidateOf, compareApplication, isGift } from '../coupons/candidate.ts'
import { conflictsWith } from '../coupons/conflicts.ts'
import { type Judgement, judgeCoupon } from '../coupons/judge-coupon.ts'
import { exclusionsOf, type PreparedBasket, prepareBasket } from '../lines/prepare-basket.ts'
import { splitFen } from '../lines/split-fen.ts'
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

/** A coupon that an earlier call redeemed on the order. */
export type EarlierCoupon = Pick<BasketCoupon, 'code' | 'name' | 'templateId' | 'offer'> &
  Readonly<{
    /** What it took of the order. */
    offFen: number
    /** `offFen` by line, or empty if that is not known. */
    byLine: readonly LineShare[]
  }>

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
  const prepared = withTaken(prepareBasket(basket, policy), taken)
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
    combination: lessTaken(splitOf(takes, prepared), taken),
    gifts: candidates.filter(isGift).map(giftOf),
    exclusions: exclusionsOf(prepared),
  }
}

type Taken = ReadonlyMap<number, number>

function withTaken(prepared: PreparedBasket, taken: Taken): PreparedBasket {
  if (taken.size === 0) return prepared
  const takenFen = prepared.lines.map(({ line: { lineNo } }) => taken.get(lineNo) ?? 0)
  return { ...prepared, amounts: { ...prepared.amounts, takenFen } }
}

function lessTaken<Priced extends Pick<Combination, 'payFen' | 'lines'>>(priced: Priced, taken: Taken): Priced {
  const lines = priced.lines.map((line) => ({ ...line, paidFen: line.paidFen - (taken.get(line.lineNo) ?? 0) }))
  return { ...priced, lines, payFen: lines.reduce((sum, { paidFen }) => sum + paidFen, 0) }
}

/**
 * What earlier coupons took of each line. Where that is not known, or does not fit the lines of this call, the sum is spread over all lines
 * in proportion to what they cost, so that the coupons of an order never take more than it costs.
 */
function takenByLine({ lines }: Basket, earlier: readonly EarlierCoupon[]): Taken {
  const offFen = earlier.reduce((sum, coupon) => sum + coupon.offFen, 0)
  if (offFen === 0) return new Map()
  const taken = new Map<number, number>()
  for (const { lineNo, fen } of earlier.flatMap(({ byLine }) => byLine)) {
    taken.set(lineNo, (taken.get(lineNo) ?? 0) + fen)
  }
  const fitting = lines.filter(({ lineNo, amountFen }) => (taken.get(lineNo) ?? 0) <= amountFen)
  const knownFen = fitting.reduce((sum, { lineNo }) => sum + (taken.get(lineNo) ?? 0), 0)
  if (knownFen === offFen) return taken
  const weights = lines.map(({ amountFen }) => amountFen)
  const totalFen = weights.reduce((sum, fen) => sum + fen, 0)
  const shares = splitFen(Math.min(offFen, totalFen), weights)
  return new Map(lines.map(({ lineNo }, place) => [lineNo, shares[place] ?? 0]))
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
