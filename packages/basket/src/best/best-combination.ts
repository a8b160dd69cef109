import type { Candidate } from '../coupons/candidate.ts'
import type { LineAmounts } from '../coupons/prepare-basket.ts'
import { branchAndBound, type NodeBudget, withoutTies } from './branch-and-bound.ts'
import { type ChosenSlots, choose, noSlots } from './chosen-slots.ts'
import type { SearchRules } from './equal-coupons.ts'
import { firstGuess } from './first-guess.ts'
import type { FoundCoupons } from './price-slots.ts'
import { compareRankings, rankingOf } from './ranking.ts'
import { type SearchField, searchField } from './search-field.ts'

/** Usable coupons of a basket, prepared for searches. */
export type CouponSearch = Readonly<{
  /** Coupons that are used without others. */
  alone: readonly Candidate[]
  field: SearchField
}>

/** Coupons that together rank above all others, as far as was proven. */
export type Found = FoundCoupons & Readonly<{ exact: boolean; bestPossibleFen: number }>

/** @param candidates usable; each takes something off by itself */
export function prepareSearch(
  candidates: readonly Candidate[],
  amounts: LineAmounts,
  rules: SearchRules,
): CouponSearch {
  const isAlone = ({ coupon }: Candidate): boolean => coupon.offer.isAlone
  const together = candidates.filter((candidate) => !isAlone(candidate))
  return { alone: candidates.filter(isAlone), field: searchField(together, amounts, rules) }
}

/**
 * The best combination: most off, then fewest coupons, least waste, earliest ends, smallest codes.
 * @param budget a search that needs more ends with what it has found, and says so
 * @returns the steps of the search
 */
export function* bestCombination({ alone, field }: CouponSearch, budget: NodeBudget): Generator<void, Found> {
  const chosen = noSlots(field)
  const guess = yield* firstGuess(field, chosen, budget)
  const singles = alone.map((candidate) => foundAlone(candidate))
  const atLeast = bestOf([...singles, ...guess.found])
  if (guess.isProven) return proven(atLeast)
  const { best, unseenFen } = yield* branchAndBound(field, chosen, { atLeast, budget })
  if (unseenFen < best.ranking.offFen) return proven(best)
  return { ...best, exact: false, bestPossibleFen: unseenFen }
}

/**
 * The most that a combination with a certain coupon takes.
 * @param limits `bestFen` is what no combination exceeds
 * @returns the steps of the search
 */
export function* mostWith(
  { field }: CouponSearch,
  candidate: Candidate,
  { bestFen, budget }: Readonly<{ bestFen: number; budget: NodeBudget }>,
): Generator<void, Readonly<{ offFen: number; exact: boolean }>> {
  if (candidate.coupon.offer.isAlone) return { offFen: candidate.aloneFen, exact: true }
  const chosen = startWith(field, candidate)
  const guess = yield* firstGuess(field, chosen, budget)
  const offFen = Math.max(candidate.aloneFen, ...guess.found.map(({ ranking }) => ranking.offFen))
  if (guess.isProven || offFen === bestFen) return { offFen, exact: true }
  const atLeast = { candidates: [], ranking: withoutTies({ offFen }) }
  const { best, unseenFen } = yield* branchAndBound(field, chosen, { atLeast, budget, ignoresTies: true })
  return { offFen: best.ranking.offFen, exact: unseenFen <= best.ranking.offFen }
}

/** Chooses the coupon, or an equal one that is used before it. */
function startWith(field: SearchField, candidate: Candidate): ChosenSlots {
  const chosen = noSlots(field)
  const position = field.heads.get(candidate) ?? -1
  const slot = field.slots[position]
  if (slot !== undefined) choose(chosen, slot, position)
  return chosen
}

function foundAlone(candidate: Candidate): FoundCoupons {
  return { candidates: [candidate], ranking: rankingOf([candidate], candidate.aloneFen) }
}

function bestOf(found: readonly FoundCoupons[]): FoundCoupons {
  const nothing = { candidates: [], ranking: rankingOf([], 0) }
  return [nothing, ...found].reduce((best, other) => (compareRankings(other.ranking, best.ranking) < 0 ? other : best))
}

function proven(found: FoundCoupons): Found {
  return { ...found, exact: true, bestPossibleFen: found.ranking.offFen }
}
