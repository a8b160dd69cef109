import { admits, type ChosenSlots } from './chosen-slots.ts'
import type { SearchField, Slot } from './search-field.ts'

/** What combinations of the chosen coupons with any of the slots from a position on can reach at best. */
export type CombinationBound = Readonly<{
  /** No such combination takes more. */
  offFen: number
  /** Amounts of the largest coupons that could be added, larger first. */
  added: readonly number[]
  /** Slots that could still be added. */
  open: readonly Slot[]
}>

/**
 * The sum of the largest amounts still allowed, as many as there are places, at most all that the lines can give. Where
 * the coupons of one scope exceed what its lines can give, these lines are counted in their place, which need no places.
 * @param from first position that may be added
 */
export function boundOf(field: SearchField, chosen: ChosenSlots, from: number): CombinationBound {
  const open = openSlots(field, chosen, from)
  const exhausted = new Set<number>()
  const first = largestSum(field, chosen, { open, exhausted })
  let offFen = Math.min(first.offFen, field.capacityFen)
  let sum = first
  while (addExceeded(exhausted, sum.byScopeFen, field)) {
    sum = largestSum(field, chosen, { open, exhausted })
    offFen = Math.min(offFen, sum.offFen)
  }
  return { offFen, added: first.added, open }
}

/** Slots that the limits admit and whose equal coupon is used before them, or can be. */
function openSlots({ slots }: SearchField, chosen: ChosenSlots, from: number): readonly Slot[] {
  const open: Slot[] = []
  const isOpen: boolean[] = []
  for (let position = from; position < slots.length; position++) {
    const slot = slots[position]
    if (slot === undefined || chosen.isChosen[position] === true || !admits(chosen, slot)) continue
    if (slot.after >= 0 && chosen.isChosen[slot.after] !== true && isOpen[slot.after] !== true) continue
    isOpen[position] = true
    open.push(slot)
  }
  return open
}

type LargestSum = Readonly<{ offFen: number; byScopeFen: readonly number[]; added: readonly number[] }>

/** Only one limit of a coupon is considered, which can only raise the sum. */
function largestSum(
  { rules, scopesFen }: SearchField,
  chosen: ChosenSlots,
  { open, exhausted }: Readonly<{ open: readonly Slot[]; exhausted: ReadonlySet<number> }>,
): LargestSum {
  const counts = [...chosen.counts]
  const byScopeFen = scopesFen.map(() => 0)
  const added: number[] = []
  const add = ({ candidate, scope }: Slot): void => {
    byScopeFen[scope] = (byScopeFen[scope] ?? 0) + candidate.aloneFen
  }
  for (const slot of chosen.slots) add(slot)
  for (const slot of open) {
    if (added.length >= rules.maxPerOrder - chosen.slots.length) break
    if (exhausted.has(slot.scope) || !takesPart(slot, counts)) continue
    added.push(slot.candidate.aloneFen)
    add(slot)
  }
  const fenOf = (fen: number, scope: number): number => (exhausted.has(scope) ? (scopesFen[scope] ?? 0) : fen)
  return { offFen: byScopeFen.reduce((sum, fen, scope) => sum + fenOf(fen, scope), 0), byScopeFen, added }
}

/** Counts a coupon towards its first limit, unless that is reached. */
function takesPart({ limits: [limit] }: Slot, counts: number[]): boolean {
  if (limit === undefined) return true
  const count = counts[limit.id] ?? 0
  if (count >= limit.most) return false
  counts[limit.id] = count + 1
  return true
}

/** @returns whether the coupons of a scope exceed its lines that did not before */
function addExceeded(exhausted: Set<number>, byScopeFen: readonly number[], { scopesFen }: SearchField): boolean {
  const before = exhausted.size
  for (const [scope, fen] of byScopeFen.entries()) if (fen > (scopesFen[scope] ?? 0)) exhausted.add(scope)
  return exhausted.size > before
}
