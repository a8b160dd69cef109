import { canRankHigher } from './can-rank-higher.ts'
import { admits, type ChosenSlots, choose } from './chosen-slots.ts'
import { boundOf } from './combination-bound.ts'
import { type FoundCoupons, priceSlots } from './price-slots.ts'
import { compareRankings, type Ranking } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** How many more combinations may be priced by a search, and by the guess before it. Changes in place, so that searches can share it. */
export type NodeBudget = { nodesLeft: number; guessesLeft: number }

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
export function branchAndBound(field: SearchField, chosen: ChosenSlots, start: SearchStart): SearchResult {
  const { atLeast, ...rest } = start
  const search: Search = { ...rest, field, chosen, required: [...chosen.slots], best: atLeast, unseenFen: -1 }
  visitAdditions(search, 0)
  return { best: search.best, unseenFen: search.unseenFen }
}

type Search = Omit<SearchStart, 'atLeast'> &
  Readonly<{ field: SearchField; chosen: ChosenSlots; required: readonly Slot[] }> & {
    best: FoundCoupons
    unseenFen: number
  }

/** Adds every slot from a position on to the chosen ones, one at a time, and goes on from there. */
function visitAdditions(search: Search, first: number): void {
  const { field, chosen, budget } = search
  if (chosen.slots.length >= field.rules.maxPerOrder) return
  for (let position = first; position < field.slots.length; position++) {
    const slot = field.slots[position]
    if (slot === undefined || !isOpen(chosen, slot, position)) continue
    const bound = boundOf(field, chosen, position)
    if (!canRankHigher(chosen, { bound, best: search.best.ranking })) return
    if (budget.nodesLeft === 0) {
      search.unseenFen = Math.max(search.unseenFen, bound.offFen)
      return
    }
    budget.nodesLeft -= 1
    const undoChoice = choose(chosen, slot, position)
    price(search)
    visitAdditions(search, position + 1)
    undoChoice()
  }
}

function isOpen(chosen: ChosenSlots, slot: Slot, position: number): boolean {
  const isInTurn = slot.after < 0 || chosen.isChosen[slot.after] === true
  return isInTurn && chosen.isChosen[position] !== true && admits(chosen, slot)
}

/** Keeps the chosen coupons that take something if they rank above the best. */
function price(search: Search): void {
  const { field, required, chosen, best } = search
  const mostFen = chosen.slots.reduce((sum, { candidate }) => sum + candidate.aloneFen, 0)
  if (Math.min(mostFen, field.capacityFen) < best.ranking.offFen) return
  const found = priceSlots(field, chosen.slots, { required, leastFen: best.ranking.offFen })
  if (found === undefined || compareRankings(found.ranking, best.ranking) >= 0) return
  search.best = search.ignoresTies === true ? { ...found, ranking: withoutTies(found.ranking) } : found
}

/** No other combination of the same amount ranks above it. */
export function withoutTies({ offFen }: Pick<Ranking, 'offFen'>): Ranking {
  return { offFen, wasteFen: 0, ends: [], codes: [] }
}
