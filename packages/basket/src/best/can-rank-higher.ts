import type { Candidate } from '../coupons/candidate.ts'
import { compareBytes } from '../coupons/compare-bytes.ts'
import type { ChosenSlots } from './chosen-slots.ts'
import type { CombinationBound } from './combination-bound.ts'
import { compareLists, compareText, endOf, type Ranking } from './ranking.ts'

/**
 * Whether a combination of the chosen coupons with at least one open slot may rank above the best, if none of them takes
 * more than `bound.offFen`. Criterion by criterion, in the order of `compareRankings`, it compares what such a
 * combination reaches if all goes well.
 */
export function canRankHigher(
  chosen: ChosenSlots,
  { bound, best }: Readonly<{ bound: CombinationBound; best: Ranking }>,
): boolean {
  if (bound.added.length === 0) return false
  if (bound.offFen !== best.offFen) return bound.offFen > best.offFen
  const needed = neededCount(chosen, bound, best.offFen)
  const fewest = chosen.slots.length + needed
  if (fewest !== best.codes.length) return fewest < best.codes.length
  const open = bound.open.map(({ candidate }) => candidate)
  const used = chosen.slots.map(({ candidate }) => candidate)
  const leastWaste = leastWasteFen(used.concat(smallestFaces(open, needed)), best.offFen)
  if (leastWaste !== best.wasteFen) return leastWaste < best.wasteFen
  const ends = optimistic(used.map(endOf), open.map(endOf), { needed, compare: compareText })
  const byEnds = compareLists(ends, best.ends, compareText)
  if (byEnds !== 0) return byEnds < 0
  const codesOf = (candidates: typeof open): readonly string[] => candidates.map(({ coupon }) => coupon.code)
  const codes = optimistic(codesOf(used), codesOf(open), { needed, compare: compareBytes })
  return compareLists(codes, best.codes, compareBytes) < 0
}

/** How many coupons must be added at least to reach an amount, 1 or more. */
function neededCount({ slots }: ChosenSlots, { added }: CombinationBound, offFen: number): number {
  let sumFen = slots.reduce((sum, { candidate }) => sum + candidate.aloneFen, 0)
  let count = 0
  for (const fen of added) {
    if (count > 0 && sumFen >= offFen) break
    sumFen += fen
    count += 1
  }
  return count
}

function smallestFaces(candidates: readonly Candidate[], count: number): readonly Candidate[] {
  return candidates.toSorted((left, right) => left.faceFen - right.faceFen).slice(0, count)
}

/** The smallest amount by which faces of candidates exceed an amount. */
function leastWasteFen(candidates: readonly Candidate[], offFen: number): number {
  return Math.max(candidates.reduce((sum, { faceFen }) => sum + faceFen, 0) - offFen, 0)
}

/** The used texts and the smallest open ones, ascending: member by member no later than any possible list. */
function optimistic(
  used: readonly string[],
  open: readonly string[],
  { needed, compare }: Readonly<{ needed: number; compare: (left: string, right: string) => number }>,
): readonly string[] {
  return [...used, ...open.toSorted(compare).slice(0, needed)].sort(compare)
}
