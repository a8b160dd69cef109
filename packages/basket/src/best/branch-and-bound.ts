import { sumOfTakes } from '../coupons/apply-coupons.ts'
import type { Candidate } from '../coupons/candidate.ts'
import { canRankHigher } from './can-rank-higher.ts'
import { admits, type ChosenSlots, choose, priceSlots } from './chosen-slots.ts'
import { boundOf } from './combination-bound.ts'
import { compareRankings, type Ranking, rankingOf } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** How many more combinations may be priced. Changes in place, so that searches can share it. */
export type NodeBudget = { nodesLeft: number }

/** Coupons that may be used together, in the order of application. */
export type FoundCoupons = Readonly<{ candidates: readonly Candidate[]; ranking: Ranking }>

export type SearchResult = Readonly<{
  best: FoundCoupons
  /** What combinations that were not looked at take at most; -1 if none ranks above the best. */
  unseenFen: number
}>

/** `ignoresTies` is for searches that ask for the amount alone. */
type SearchStart = Readonly<{ atLeast: FoundCoupons; budget: NodeBudget; ignoresTies?: boolean }>

/**
 * Prices combinations that contain the chosen coupons, and skips those that cannot rank above the best so far.
 * @param chosen stays as it is
 */
export function branchAndBound(
  field: SearchField,
  chosen: ChosenSlots,
  { atLeast, budget, ignoresTies = false }: SearchStart,
): SearchResult {
  const positions = new Set(field.slots.flatMap(({ candidate }) => candidate.positions))
  const capacityFen = [...positions].reduce((sum, position) => sum + (field.amounts.capacityFen[position] ?? 0), 0)
  const search: Search = { field, chosen, capacityFen, budget, ignoresTies, best: atLeast, unseenFen: -1 }
  visitAdditions(search, 0)
  return { best: search.best, unseenFen: search.unseenFen }
}

type Search = Omit<SearchStart, 'atLeast'> &
  Readonly<{ field: SearchField; chosen: ChosenSlots; capacityFen: number }> & {
    best: FoundCoupons
    unseenFen: number
  }

/** Adds every slot from a position on to the chosen ones, one at a time, and goes on from there. */
function visitAdditions(search: Search, first: number): void {
  const { field, chosen, capacityFen, budget } = search
  if (chosen.slots.length >= field.rules.maxPerOrder) return
  for (const [position, slot] of field.slots.entries()) {
    if (position < first || !isOpen(chosen, slot, position)) continue
    const bound = boundOf(field, chosen, { from: position, capacityFen })
    if (!canRankHigher(field, chosen, { bound, best: search.best.ranking })) return
    if (budget.nodesLeft === 0) {
      search.unseenFen = Math.max(search.unseenFen, bound.offFen)
      return
    }
    budget.nodesLeft -= 1
    const undo = choose(chosen, slot, position)
    price(search)
    visitAdditions(search, position + 1)
    undo()
  }
}

function isOpen(chosen: ChosenSlots, slot: Slot, position: number): boolean {
  const isInTurn = slot.after < 0 || chosen.isChosen[slot.after] === true
  return isInTurn && chosen.isChosen[position] !== true && admits(chosen, slot)
}

/** Keeps the chosen coupons if they rank above the best and each of them takes something. */
function price(search: Search): void {
  const { field, chosen, capacityFen } = search
  const mostFen = chosen.slots.reduce((sum, { candidate }) => sum + candidate.aloneFen, 0)
  if (Math.min(mostFen, capacityFen) < search.best.ranking.offFen) return
  const found = priceChoice(chosen.slots, field)
  if (found === undefined || compareRankings(found.ranking, search.best.ranking) >= 0) return
  search.best = search.ignoresTies === true ? { ...found, ranking: withoutTies(found.ranking) } : found
}

/** No other combination of the same amount ranks above it. */
export function withoutTies({ offFen }: Pick<Ranking, 'offFen'>): Ranking {
  return { offFen, wasteFen: 0, ends: [], codes: [] }
}

/** @returns undefined if one of the coupons takes nothing */
export function priceChoice(slots: readonly Slot[], field: SearchField): FoundCoupons | undefined {
  const takes = priceSlots(slots, field)
  if (takes.some(({ fen }) => fen === 0)) return undefined
  const candidates = takes.map(({ candidate }) => candidate)
  return { candidates, ranking: rankingOf(candidates, sumOfTakes(takes)) }
}
