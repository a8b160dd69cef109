import { admits, type ChosenSlots, choose } from './chosen-slots.ts'
import type { SearchField, Slot } from './search-field.ts'

/**
 * Adds the coupon with the largest face that the limits admit until the order is full. If `field.hasNestedLimits`, no other
 * choice has a larger sum of faces, and none with that sum has earlier ends or, with these, smaller codes.
 * @param chosen stays as it is
 */
export function greedySlots({ slots, byFace, rules }: SearchField, chosen: ChosenSlots): readonly Slot[] {
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
