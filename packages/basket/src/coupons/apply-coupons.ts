import type { BasketCoupon } from '../model/coupon.ts'
import type { ChainPolicy } from '../model/policy.ts'
import { type Candidate, compareApplication, faceFen, isReducing, judgedCandidate } from './candidate.ts'
import type { LineAmounts, PreparedBasket } from './prepare-basket.ts'

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

/**
 * Splits an amount over lines in proportion to weights, by largest remainder on integers: everyone gets the whole fen of
 * its share, and the rest goes one fen each to the largest remainders, ties to the larger weight, then to the earlier
 * line.
 * @param fen 0 or more; 0 if all weights are 0
 * @param weights 0 or more, in the order of the lines' numbers; at most 2^53 in sum
 * @returns shares that sum to `fen`; none is above its weight unless `fen` is above their sum
 */
export function splitFen(fen: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (fen === total) return weights
  const shares = new Array<number>(weights.length).fill(0)
  if (fen === 0) return shares
  const remainders = new Float64Array(weights.length)
  let rest = fen
  // A quotient of integers is rounded up to the next one only if that one times the divisor is beyond the exact integers.
  const isExact = (fen + 1) * total <= Number.MAX_SAFE_INTEGER
  for (let position = 0; position < weights.length; position++) {
    const weight = weights[position] ?? 0
    const share = isExact ? Math.floor((fen * weight) / total) : partOfUnits(fen, weight, total)
    shares[position] = share
    remainders[position] = isExact ? fen * weight - share * total : bigRemainder(fen, weight, total)
    rest -= share
  }
  for (const position of largestRemainders(remainders, weights, rest)) shares[position] = (shares[position] ?? 0) + 1
  return shares
}

/** Sorts plain numbers, and only ties by more: a search splits hundreds of thousands of times. */
function largestRemainders(remainders: Float64Array, weights: readonly number[], count: number): readonly number[] {
  if (count === 0) return []
  const least = remainders.toSorted()[remainders.length - count] ?? 0
  const above: number[] = []
  const ties: number[] = []
  for (let position = 0; position < remainders.length; position++) {
    const remainder = remainders[position] ?? 0
    if (remainder > least) above.push(position)
    else if (remainder === least) ties.push(position)
  }
  ties.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
  return [...above, ...ties.slice(0, count - above.length)]
}

function bigRemainder(fen: number, weight: number, total: number): number {
  return Number((BigInt(fen) * BigInt(weight)) % BigInt(total))
}

/**
 * What the first units of a line carry of an amount: ⌊amount · units / all⌋. The differences of it sum exactly, whatever
 * portions units come in.
 * @param fen 0 or more
 * @param units 0..`all`, in thousandths
 * @param all units of the line, in thousandths, above 0
 */
export function partOfUnits(fen: number, units: number, all: number): number {
  const product = fen * units
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % all)) / all
  return Number((BigInt(fen) * BigInt(units)) / BigInt(all))
}
