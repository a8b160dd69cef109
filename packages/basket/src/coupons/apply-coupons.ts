import type { LineAmounts, PreparedBasket } from '../lines/prepare-basket.ts'
import { splitFen } from '../lines/split-fen.ts'
import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { type Candidate, compareApplication, faceFen, isReducing, judgedCandidate } from './candidate.ts'

/** What one coupon takes, in all and by its `candidate.positions`. */
export type Take = Readonly<{ candidate: Candidate; fen: number; shares: readonly number[] }>

/**
 * Applies coupons one after the other: each takes its face, or what its lines can still give, split in proportion to
 * that.
 * @param ordered in the order of application
 * @param rules `thresholdBase` 'remaining': thresholds, steps and percentages count what earlier coupons left
 * @returns one per coupon; a coupon that finds nothing takes 0
 */
export function applyCoupons(
  ordered: readonly Candidate[],
  amounts: LineAmounts,
  { thresholdBase }: Pick<ChainPolicy, 'thresholdBase'>,
): readonly Take[] {
  const leftFen = [...amounts.capacityFen]
  return ordered.map((candidate) => {
    const fen = fenToTake(candidate, { amounts, leftFen, thresholdBase })
    return { candidate, fen, shares: takeFrom(leftFen, candidate, fen) }
  })
}

/** Applies coupons that were judged when they were redeemed, without those that reduce nothing, in the order of application. */
export function applyJudged(
  coupons: readonly Omit<BasketCoupon, 'state'>[],
  prepared: PreparedBasket,
): readonly Take[] {
  const candidates = coupons.map((coupon) => judgedCandidate(coupon, prepared))
  const ordered = candidates.filter(isReducing).toSorted(compareApplication)
  return applyCoupons(ordered, prepared.amounts, prepared.policy)
}

/** What a coupon takes of lines that can still give `leftFen`. */
export function fenToTake(
  candidate: Candidate,
  {
    amounts,
    leftFen,
    thresholdBase,
  }: Readonly<{ amounts: LineAmounts; leftFen: readonly number[]; thresholdBase: ChainPolicy['thresholdBase'] }>,
): number {
  const isSequential = thresholdBase === 'remaining'
  const face = isSequential ? faceOnRemaining(candidate, amounts, leftFen) : candidate.faceFen
  let left = 0
  for (const position of candidate.positions) left += leftFen[position] ?? 0
  return Math.min(face, left)
}

/** Takes an amount from the lines of a coupon. @param leftFen changes in place @returns shares by `positions` */
export function takeFrom(leftFen: number[], { positions }: Candidate, fen: number): readonly number[] {
  const weights = positions.map((position) => leftFen[position] ?? 0)
  const shares = splitFen(fen, weights)
  for (let at = 0; at < positions.length; at++) leftFen[positions[at] ?? 0] = (weights[at] ?? 0) - (shares[at] ?? 0)
  return shares
}

/** @returns what coupons take together */
export function sumOfTakes(takes: readonly Take[]): number {
  return takes.reduce((total, { fen }) => total + fen, 0)
}

function faceOnRemaining({ coupon, positions }: Candidate, amounts: LineAmounts, leftFen: readonly number[]): number {
  const remaining = positions.map((position) => {
    const takenFen = (amounts.capacityFen[position] ?? 0) - (leftFen[position] ?? 0)
    return (amounts.baseFen[position] ?? 0) - takenFen - (amounts.takenFen?.[position] ?? 0)
  })
  return faceFen(coupon.offer, sum(remaining))
}

function sum(list: readonly number[]): number {
  return list.reduce((total, item) => total + item, 0)
}
