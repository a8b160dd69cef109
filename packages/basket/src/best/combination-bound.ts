import { admits, type ChosenSlots } from './chosen-slots.ts'
import type { SearchField } from './search-field.ts'

/** What combinations of the chosen coupons with any of the slots from a position on can reach at best. */
export type CombinationBound = Readonly<{
  /** No such combination takes more. */
  offFen: number
  /** Amounts of the coupons that could be added, as taken into `offFen`: larger first. */
  added: readonly number[]
  /** Positions of all slots that could still be added. */
  open: readonly number[]
}>

/**
 * The sum of the largest amounts still allowed, one per limit and as many as there are places, at most all that the
 * lines can give. Of a coupon with several limits one is considered, which only raises the bound.
 * @param from first position that may be added
 * @param capacityFen what the lines of all slots can give
 */
export function boundOf(
  { slots, rules }: SearchField,
  chosen: ChosenSlots,
  { from, capacityFen }: Readonly<{ from: number; capacityFen: number }>,
): CombinationBound {
  const open = openSlots(slots, chosen, from)
  const counts = [...chosen.counts]
  const places = rules.maxPerOrder - chosen.slots.length
  const added: number[] = []
  let sumFen = chosen.slots.reduce((sum, { candidate }) => sum + candidate.aloneFen, 0)
  for (const position of open) {
    if (added.length >= places) break
    const slot = slots[position]
    const limit = slot?.limits[0]
    if (slot === undefined) continue
    if (limit !== undefined) {
      const count = counts[limit.id] ?? 0
      if (count >= limit.most) continue
      counts[limit.id] = count + 1
    }
    added.push(slot.candidate.aloneFen)
    sumFen += slot.candidate.aloneFen
  }
  return { offFen: Math.min(sumFen, capacityFen), added, open }
}

/** Slots that the limits admit and whose equal coupon is used before them, or can be. */
function openSlots(slots: SearchField['slots'], chosen: ChosenSlots, from: number): readonly number[] {
  const open: number[] = []
  const isOpen = new Array<boolean>(slots.length).fill(false)
  for (let position = from; position < slots.length; position++) {
    const slot = slots[position]
    if (slot === undefined || chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    const isInTurn = slot.after < 0 || chosen.isChosen[slot.after] === true || isOpen[slot.after] === true
    if (!isInTurn) continue
    isOpen[position] = true
    open.push(position)
  }
  return open
}
