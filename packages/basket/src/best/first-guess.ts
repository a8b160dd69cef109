import type { NodeBudget } from './branch-and-bound.ts'
import { admits, type ChosenSlots, choose } from './chosen-slots.ts'
import { boundOf } from './combination-bound.ts'
import { type FoundCoupons, priceSlots } from './price-slots.ts'
import type { SearchField, Slot } from './search-field.ts'

/** Good combinations that contain the chosen coupons, found without a search. */
type FirstGuess = Readonly<{
  found: readonly FoundCoupons[]
  /** Whether the first of them is proven to rank above all others. */
  isProven: boolean
}>

/**
 * The largest faces; if the lines can give all of them, nothing takes more. Unless they reach what no combination
 * exceeds, also what is left after adding coupons one by one as long as each adds something.
 * @param chosen stays as it is in the end
 * @returns the steps of the guess
 */
export function* firstGuess(field: SearchField, chosen: ChosenSlots, budget: NodeBudget): Generator<void, FirstGuess> {
  const required = [...chosen.slots]
  const slots = greedySlots(field, chosen)
  const greedy = priceSlots(field, slots, { required, leastFen: 0 })
  yield
  const givesAll = greedy?.ranking.wasteFen === 0 && greedy.candidates.length === slots.length
  if (givesAll && field.hasNestedLimits) return { found: [greedy], isProven: true }
  const reachesBound = greedy !== undefined && greedy.ranking.offFen >= boundOf(field, chosen, 0).offFen
  const stacked = reachesBound ? undefined : yield* stackedSlots(field, chosen, budget)
  return { found: [greedy, stacked].filter((each) => each !== undefined), isProven: false }
}

/** Adds coupons, larger ones first, that take something themselves and leave something for each of the others. */
function* stackedSlots(
  field: SearchField,
  chosen: ChosenSlots,
  budget: NodeBudget,
): Generator<void, FoundCoupons | undefined> {
  const undo: (() => void)[] = []
  let best: FoundCoupons | undefined
  for (const [position, slot] of field.slots.entries()) {
    if (chosen.slots.length >= field.rules.maxPerOrder || budget.guessesLeft === 0) break
    if (chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    budget.guessesLeft -= 1
    const undoChoice = choose(chosen, slot, position)
    const leastFen = (best?.ranking.offFen ?? 0) + 1
    const found = priceSlots(field, chosen.slots, { required: chosen.slots, leastFen })
    if (found === undefined) undoChoice()
    else {
      best = found
      undo.push(undoChoice)
    }
    yield
  }
  for (const undoChoice of undo.toReversed()) undoChoice()
  return best
}

/**
 * Adds the coupon with the largest face that the limits admit until the order is full. If `field.hasNestedLimits`, no other
 * choice has a larger sum of faces, and none with that sum has earlier ends or, with these, smaller codes.
 * @param chosen stays as it is
 */
function greedySlots({ slots, byFace, rules }: SearchField, chosen: ChosenSlots): readonly Slot[] {
  const undo: (() => void)[] = []
  for (const position of byFace) {
    const slot = slots[position]
    if (slot === undefined || chosen.slots.length >= rules.maxPerOrder) break
    if (chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    undo.push(choose(chosen, slot, position))
  }
  const greedy = [...chosen.slots]
  for (const step of undo.toReversed()) step()
  return greedy
}
