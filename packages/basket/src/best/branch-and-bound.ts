import { admits, type ChosenSlots, choose } from './chosen-slots.ts'
import { boundOf, canRankHigher } from './combination-bound.ts'
import { type FoundCoupons, priceSlots } from './price-slots.ts'
import { compareRankings, type Ranking } from './ranking.ts'
import type { SearchField, Slot } from './search-field.ts'

/** How many more combinations may be priced by a search, and by the guess before it. Changes in place, so that searches can share it. */
export type NodeBudget = { nodesLeft: number; guessesLeft: number }

type SearchResult = Readonly<{
  best: FoundCoupons
  /** What combinations that were not looked at take at most; -1 if none ranks above the best. */
  unseenFen: number
}>

/** `ignoresTies` is for searches that need only the amount. */
type SearchStart = Readonly<{ atLeast: FoundCoupons; budget: NodeBudget; ignoresTies?: boolean }>

/**
 * Prices combinations that contain the chosen coupons, and skips those that cannot rank above the best so far.
 * @param chosen stays as it is in the end
 * @returns the steps of the search, a combination each
 */
export function* branchAndBound(
  field: SearchField,
  chosen: ChosenSlots,
  start: SearchStart,
): Generator<void, SearchResult> {
  const { atLeast, ...rest } = start
  const search: Search = { ...rest, field, chosen, required: [...chosen.slots], best: atLeast, unseenFen: -1 }
  const additions: Addition[] = []
  let from = 0
  for (;;) {
    const position = nextAddition(search, from)
    if (position !== undefined) {
      additions.push({ position, undo: add(search, position) })
      from = position + 1
      yield
      continue
    }
    const last = additions.pop()
    if (last === undefined) return { best: search.best, unseenFen: search.unseenFen }
    last.undo()
    from = last.position + 1
  }
}

/** A slot that the search added to the chosen ones. */
type Addition = Readonly<{ position: number; undo: () => void }>

type Search = Omit<SearchStart, 'atLeast'> &
  Readonly<{ field: SearchField; chosen: ChosenSlots; required: readonly Slot[] }> & {
    best: FoundCoupons
    unseenFen: number
  }

/** @returns the first position from `from` on whose slot may be added; undefined if none may rank above the best, or the budget is used up */
function nextAddition(search: Search, from: number): number | undefined {
  const { field, chosen, budget } = search
  if (chosen.slots.length >= field.rules.maxPerOrder) return undefined
  for (let position = from; position < field.slots.length; position++) {
    const slot = field.slots[position]
    if (slot === undefined || !isOpen(chosen, slot, position)) continue
    const bound = boundOf(field, chosen, position)
    if (!canRankHigher(chosen, { bound, best: search.best.ranking })) return undefined
    if (budget.nodesLeft > 0) return position
    search.unseenFen = Math.max(search.unseenFen, bound.offFen)
    return undefined
  }
  return undefined
}

/** Adds a slot to the chosen ones and prices the combination. @returns what removes it again */
function add(search: Search, position: number): () => void {
  const { field, chosen, budget } = search
  const slot = field.slots[position]
  if (slot === undefined) throw new TypeError('no slot at the position')
  budget.nodesLeft -= 1
  const undo = choose(chosen, slot, position)
  price(search)
  return undo
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

/** Most combinations that a search prices: for the best one, for the best one without a coupon of it, and for the best one with a certain coupon. */
export const maxNodesForBest = 50_000
export const maxNodesWithout = 2_000
export const maxNodesWith = 500
/** Most that the guess before a search prices: more than there are coupons, unless they and the lines are many. */
const maxGuesses = 500
/**
 * Coupons times lines: 20 on six lines. What a combination costs grows with both, so searches price fewer where there are
 * more. No basket then takes much longer than the slowest of this size (benchmarks/README.md, "Baskets").
 */
const usualSize = 120

/**
 * Counts nodes, not time, so that every machine answers alike.
 * @param size coupons times lines
 * @returns gives a search its budget by the most combinations that one of a usual size prices
 */
export function budgetsFor(size: number): (maxNodes: number) => NodeBudget {
  const scale = Math.max(1, size / usualSize)
  return (nodes) => ({ nodesLeft: Math.floor(nodes / scale), guessesLeft: Math.ceil(maxGuesses / scale) })
}
