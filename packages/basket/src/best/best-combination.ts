import type { Candidate } from '../coupons/candidate.ts'
import type { LineAmounts } from '../lines/prepare-basket.ts'
import { branchAndBound, type FoundCoupons, type NodeBudget, priceChoice, withoutTies } from './branch-and-bound.ts'
import { type ChosenSlots, choose, noSlots } from './chosen-slots.ts'
import type { SearchRules } from './equal-coupons.ts'
import { greedySlots, hasNestedLimits } from './greedy-slots.ts'
import { compareRankings, rankingOf } from './ranking.ts'
import { type SearchField, searchField } from './search-field.ts'

/** Usable coupons of a basket, prepared for searches. */
export type CouponSearch = Readonly<{
  /** Coupons that are used without others. */
  alone: readonly Candidate[]
  field: SearchField
  /** Whether a greedy choice that finds enough in the lines is proven to be the best. */
  trustsGreedy: boolean
}>

/** Coupons that together rank above all others, as far as was proven. */
export type Found = FoundCoupons & Readonly<{ exact: boolean; bestPossibleFen: number }>

/** @param candidates usable; each takes something alone */
export function prepareSearch(
  candidates: readonly Candidate[],
  amounts: LineAmounts,
  rules: SearchRules,
): CouponSearch {
  const isAlone = ({ coupon }: Candidate): boolean => coupon.offer.isAlone
  const field = searchField(
    candidates.filter((candidate) => !isAlone(candidate)),
    amounts,
    rules,
  )
  return { alone: candidates.filter(isAlone), field, trustsGreedy: hasNestedLimits(field) }
}

/**
 * The best combination: most off, then fewest coupons, least waste, earliest ends, smallest codes.
 * @param budget a search that needs more ends with what it has found, and says so
 */
export function bestCombination({ alone, field, trustsGreedy }: CouponSearch, budget: NodeBudget): Found {
  const chosen = noSlots(field)
  const greedy = priceChoice(greedySlots(field, chosen), field)
  const singles = alone.map((candidate) => ({
    candidates: [candidate],
    ranking: rankingOf([candidate], candidate.aloneFen),
  }))
  const atLeast = bestOf([...singles, ...(greedy === undefined ? [] : [greedy])])
  if (trustsGreedy && greedy?.ranking.wasteFen === 0) return proven(atLeast)
  const { best, unseenFen } = branchAndBound(field, chosen, { atLeast, budget })
  if (unseenFen < best.ranking.offFen) return proven(best)
  return { ...best, exact: false, bestPossibleFen: unseenFen }
}

/**
 * The most that a combination with a certain coupon takes.
 */
export function mostWith(
  { field, trustsGreedy }: CouponSearch,
  candidate: Candidate,
  { budget, bestFen }: Readonly<{ budget: NodeBudget; bestFen: number }>,
): Readonly<{ offFen: number; exact: boolean }> {
  if (candidate.coupon.offer.isAlone) return { offFen: candidate.aloneFen, exact: true }
  const chosen = startWith(field, candidate)
  const greedy = priceChoice(greedySlots(field, chosen), field)
  const offFen = Math.max(candidate.aloneFen, greedy?.ranking.offFen ?? 0)
  const isProven = offFen === bestFen || (trustsGreedy && greedy?.ranking.wasteFen === 0)
  if (isProven) return { offFen, exact: true }
  const atLeast = { candidates: [], ranking: withoutTies({ offFen }) }
  const { best, unseenFen } = branchAndBound(field, chosen, { atLeast, budget, ignoresTies: true })
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

function bestOf(found: readonly FoundCoupons[]): FoundCoupons {
  return found.reduce((best, other) => (compareRankings(other.ranking, best.ranking) < 0 ? other : best), {
    candidates: [],
    ranking: rankingOf([], 0),
  })
}

function proven(found: FoundCoupons): Found {
  return { ...found, exact: true, bestPossibleFen: found.ranking.offFen }
}
